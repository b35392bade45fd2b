"""No error in the logs of this deployment since it went live."""

from __future__ import annotations

import asyncio

from reports.verdict import Outcome
from smoke.check import Case, EvidenceCheck, Finding, window_text
from smoke.evidence.vercel import LogRow

_SHOWN = 3
_LONGEST = 200


async def read(case: Case) -> Finding:
    """Read while the browser works, so that a vendor that is silent costs no time, and again at the end."""
    vercel = case.vercel
    live = await case.live()
    await vercel.log_rows(live, case.window(live), pages="1")
    await case.journeys_done.wait()
    window = case.window(live)
    noisy, failed, seen = await asyncio.gather(
        vercel.log_rows(live, window, level="error,fatal"),
        vercel.log_rows(live, window, statusCode="5xx"),
        vercel.log_rows(live, window, pages="1"),
    )
    # A request of both kinds is one; all is looked at again, for a filter that was not understood.
    rows = {row.request_id or id(row): row for row in (*failed, *noisy, *seen) if _is_error(row)}
    when = window_text(window, live)
    if rows:
        told = list(dict.fromkeys(_told(row) for row in rows.values()))
        message = f"errors in the logs {when}, in {len(rows)} request(s): {'; '.join(told[:_SHOWN])}"
        return Finding(Outcome.FAIL, message, observed=len(rows), threshold=0, window=window)
    if not seen:
        return Finding(Outcome.INCONCLUSIVE, f"the logs are empty {when}: nothing was seen", window=window)
    message = f"no error in the logs {when}"
    return Finding(Outcome.PASS, message, observed=0, threshold=0, sample_size=len(seen), window=window)


def _is_error(row: LogRow) -> bool:
    return bool(row.errors) or row.failed


def _told(row: LogRow) -> str:
    first = row.errors[0].splitlines()[0] if row.errors and row.errors[0] else ""
    return f"{row.request_method} {row.request_path} {row.status_code or ''} {first[:_LONGEST]}".strip()


CHECK = EvidenceCheck(
    id="log-errors", kind="logs", title="No error in the logs since it went live", read=read
)
