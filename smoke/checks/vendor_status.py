"""The vendors' own status pages: advice, never blocking."""

from __future__ import annotations

import asyncio

from reports.verdict import Outcome
from smoke.check import Case, EvidenceCheck, Finding
from smoke.evidence.reading import EvidenceError


async def read(case: Case) -> Finding:
    """Ask all three at once."""
    reader = case.status_pages
    pages = {"Vercel": reader.vercel(), "Supabase": reader.supabase(), "Google": reader.google()}
    answers = await asyncio.gather(*pages.values(), return_exceptions=True)
    told, silent = [], []
    for name, answer in zip(pages, answers, strict=True):
        if isinstance(answer, EvidenceError):
            silent.append(str(answer))
        elif isinstance(answer, BaseException):
            raise answer
        elif answer:
            told.append(f"{name}: {answer}")
    if told:
        return Finding(Outcome.FAIL, f"vendor outage: {' · '.join(told)}", observed=" · ".join(told))
    if silent:
        raise EvidenceError("; ".join(silent))
    return Finding(Outcome.PASS, f"{', '.join(pages)}: all operational")


CHECK = EvidenceCheck(
    id="vendor-status", kind="status", title="The vendors are well", read=read, blocking=False
)
