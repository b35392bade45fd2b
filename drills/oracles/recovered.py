"""Did every journey work again, and stay so?"""

from __future__ import annotations

from drills.case import Case, Seen
from drills.oracle import Evidence, Finding, Problem
from reports.facts import ProbeSampled

TITLE = "Every journey works again"
REF = "étape 3"
PHASE = "mitigate"


def judge(evidence: Evidence) -> Finding:
    """A clean window of every probe, which nothing has ended until the run's end."""
    case, outage = evidence.case, evidence.boundaries.outage
    if outage.broke is None or outage.last_bad is None:
        return Finding.unclear(Problem("never-broken", "the probes saw no outage after the fault"))
    if outage.clean is not None:
        broken = "".join(f"; it had broken again {case.told(relapse)}" for relapse in outage.relapses)
        return Finding.holds(
            f"broken {case.told(outage.broke)}, good again {case.told(outage.clean)} and since{broken}"
        )
    last = {sample.probe: (event, sample) for event, sample in case.samples if sample.usable}
    still_bad = [seen for seen in last.values() if not seen[1].ok]
    if not still_bad:
        message = (
            f"every probe was good at the end, last bad {case.told(outage.last_bad)}, but for less than "
            f"{case.runbook.judge.clean_samples} samples each"
        )
        return Finding.unclear(Problem("clean-window-too-short", message, (outage.last_bad.seq,)))
    return Finding.fails(_not_recovered(case, still_bad))


def _not_recovered(case: Case, still_bad: list[Seen[ProbeSampled]]) -> Problem:
    told = ", ".join(f"{sample.probe} ({sample.error}, #{event.seq})" for event, sample in still_bad)
    assert case.injected is not None
    message = f"still broken at the end: {told}"
    return Problem("not-recovered", message, tuple(event.seq for event, _ in still_bad))
