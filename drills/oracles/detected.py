"""Did Postry's own monitoring notice?"""

from __future__ import annotations

from drills.oracle import Evidence, Finding, Problem
from reports.facts.messages import AlertFired
from reports.timeline import clock_text

TITLE = "Monitoring noticed the incident"
REF = "4.2"
PHASE = "detect"
NEEDED_BY_ALL = True


def judge(evidence: Evidence) -> Finding:
    """An alert came, in time and from where it was expected; else nobody was told what to do."""
    case, expected = evidence.case, evidence.case.scenario.alert
    alerted = case.alerted
    if alerted is None:
        message = f"no alert within {clock_text(expected.within_s)} of the fault"
        return Finding.unclear(Problem("not-detected", message))
    assert isinstance(alerted.fact, AlertFired)
    if alerted.fact.source not in expected.sources:
        message = (
            f"the alert came from {alerted.fact.source} (#{alerted.seq}), "
            f"expected {' or '.join(expected.sources)}"
        )
        return Finding.unclear(Problem("unexpected-alert", message, (alerted.seq,)))
    took = case.at(alerted)
    if took > expected.within_s:
        message = (
            f"the alert took {clock_text(took)} (#{alerted.seq}), expected {clock_text(expected.within_s)}"
        )
        return Finding.unclear(Problem("detected-late", message, (alerted.seq,)))
    return Finding.holds(f"{alerted.fact.source} alerted {clock_text(took)} after the fault (#{alerted.seq})")
