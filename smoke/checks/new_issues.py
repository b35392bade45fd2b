"""No error-level issue is new in Sentry since this deployment went live."""

from __future__ import annotations

from reports.verdict import Outcome
from smoke.check import Case, EvidenceCheck, Finding

_SHOWN = 3


async def read(case: Case) -> Finding:
    """Read while the browser works, and again at the end: what the gate's own visit caused counts."""
    sentry = case.sentry
    live = await case.live()
    begin = case.since(live)
    query = f"is:unresolved level:[error,fatal] firstSeen:>{begin:%Y-%m-%dT%H:%M:%S.%f}"
    await sentry.issues(query)
    await case.journeys_done.wait()
    # Asked for by the query, and looked at again: a filter that was not understood must not let one slip in.
    new = [issue for issue in await sentry.issues(query) if issue.first_seen > begin]
    since = f"since {begin:%Y-%m-%d %H:%M:%S} UTC"
    if not new:
        return Finding(Outcome.PASS, f"no new error-level issue {since}", observed=0, threshold=0)
    told = "; ".join(f"{issue.short_id} {issue.title} ({issue.count} times)" for issue in new[:_SHOWN])
    return Finding(
        Outcome.FAIL,
        f"new error-level issues {since}, {len(new)} in all: {told}",
        observed=len(new),
        threshold=0,
    )


CHECK = EvidenceCheck(id="new-issues", kind="errors", title="No new issue in Sentry", read=read)
