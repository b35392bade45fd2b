"""One deployment was judged from start to end, and it is known which."""

from __future__ import annotations

from reports.verdict import Outcome
from smoke.access.ready import another_commit
from smoke.check import Case, EvidenceCheck, Finding
from smoke.evidence.reading import EvidenceError


async def read(case: Case) -> Finding:
    """Ask at the start and at the end; an alias that moved in between makes all the rest about nobody."""
    try:
        start = await case.live()
        await case.journeys_done.wait()
        end = await case.live_again()
    except EvidenceError as error:
        if not case.expect_commit:
            raise
        raise EvidenceError(f"whether commit {case.expect_commit} is live is not known: {error}") from error
    if (start.deployment_id, start.since) != (end.deployment_id, end.since):
        return Finding(
            Outcome.INCONCLUSIVE,
            f"another deployment went live meanwhile: "
            f"{start.deployment_id} before, {end.deployment_id} after",
            observed=end.deployment_id,
            threshold=start.deployment_id,
        )
    if another := another_commit(end, case.expect_commit):
        return Finding(another.outcome, another.message, observed=end.commit, threshold=case.expect_commit)
    return Finding(
        Outcome.PASS,
        f"{end.deployment_id}, commit {end.commit or 'unknown'}, "
        f"live since {end.since:%Y-%m-%d %H:%M:%S} UTC",
        observed=end.deployment_id,
    )


CHECK = EvidenceCheck(id="identity", kind="identity", title="One deployment from start to end", read=read)
