"""One deployment was judged from start to end, and it is known which."""

from __future__ import annotations

from reports.verdict import Outcome
from smoke.check import Case, EvidenceCheck, Finding
from smoke.ready import is_commit


async def read(case: Case) -> Finding:
    """Ask at the start and at the end; an alias that moved in between makes all the rest about nobody."""
    start = await case.live()
    await case.journeys_done.wait()
    end = await case.live_again()
    told = f"{start.deployment_id}, commit {start.commit or 'unknown'}"
    if case.expect_commit and not is_commit(end.commit, case.expect_commit):
        message = f"{end.deployment_id} is live with commit {end.commit or 'unknown'}"
        return Finding(
            Outcome.FAIL, f"{message}, expected {case.expect_commit}", end.commit, case.expect_commit
        )
    if (start.deployment_id, start.since) == (end.deployment_id, end.since):
        return Finding(
            Outcome.PASS,
            f"{told}, live since {start.since:%Y-%m-%d %H:%M:%S} UTC",
            observed=start.deployment_id,
        )
    return Finding(
        Outcome.INCONCLUSIVE,
        f"another deployment went live meanwhile: {start.deployment_id} before, {end.deployment_id} after",
        observed=end.deployment_id,
        threshold=start.deployment_id,
    )


CHECK = EvidenceCheck(id="identity", kind="identity", title="One deployment from start to end", read=read)
