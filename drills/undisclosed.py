"""The verdict of a surprise whose journal is still sealed: it runs, or was killed before it was told."""

from __future__ import annotations

from collections.abc import Sequence

from drills import surprise
from reports.facts.run import FactSealed, RunStarted
from reports.journal import Event, JournalError, facts
from reports.verdict import Artifact, Drill, Reason, Result, Target, Timing, Verdict


def is_sealed(events: Sequence[Event]) -> bool:
    """Whether this journal holds what nobody may read yet, and never will if the run was killed."""
    return any(isinstance(event.fact, FactSealed) for event in events)


def undisclosed(events: Sequence[Event], artifacts: Sequence[Artifact], job: str) -> Verdict:
    """Inconclusive: what was drawn is known to the drill's own process only.

    Raises `reports.journal.JournalError` where the journal is not one of a drill.
    """
    started = next((fact for _, fact in facts(events, RunStarted)), None)
    if started is None:
        raise JournalError("this journal is not one of a drill: it states no run")
    message = (
        "what was drawn is sealed until the run's end; where the run was killed, it was never told, and "
        "nothing can be judged"
    )
    return Verdict(
        run_id=started.run_id,
        job=job,
        started_at=events[0].wall,
        verdict=Result.INCONCLUSIVE,
        reasons=[Reason(code="run-cut-short", message=message)],
        target=Target(url="", env="world"),
        timing=Timing(used_s=0.0),
        drill=Drill(
            scenario=surprise.NAME,
            title="Un incident tiré au hasard, jamais révélé",
            severity="",
            responder=started.responder or "",
            pace=started.pace,
            seed=started.seed,
            resolution_s=started.resolution_s or 0.0,
        ),
        artifacts=list(artifacts),
        tool_versions=started.tool_versions,
    )
