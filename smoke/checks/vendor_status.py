"""The vendors' own status pages: advice, never blocking."""

from __future__ import annotations

import asyncio

from reports.verdict import Outcome
from smoke.check import Case, EvidenceCheck, Finding
from smoke.evidence.reading import EvidenceError
from smoke.evidence.status_pages import TITLES


async def read(case: Case) -> Finding:
    """Ask all three at once."""
    answers = await asyncio.gather(*map(case.status_pages.of, TITLES), return_exceptions=True)
    down, minor, silent = list[str](), list[str](), list[str]()
    for name, answer in zip(TITLES.values(), answers, strict=True):
        if isinstance(answer, EvidenceError):
            silent.append(str(answer))
        elif isinstance(answer, BaseException):
            raise answer
        elif answer.words:
            (down if answer.down else minor).append(f"{name}: {answer.words}")
    told = " · ".join([*down, *minor])
    if down:
        return Finding(Outcome.FAIL, f"vendor outage: {told}", observed=told)
    if silent:
        raise EvidenceError("; ".join(silent))
    well = f"{', '.join(TITLES.values())}: all operational"
    return Finding(Outcome.PASS, f"no outage: {told}" if minor else well)


CHECK = EvidenceCheck(
    id="vendor-status", kind="status", title="The vendors are well", read=read, blocking=False
)
