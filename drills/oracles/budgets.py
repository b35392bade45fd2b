"""Did every phase stay within the runbook's budget?"""

from __future__ import annotations

from drills.oracle import Evidence, Finding, Problem
from drills.phases import observed
from drills.sightings import changes, gate_runs, log_reads
from drills.tickets import tickets
from reports.timeline import clock_text
from reports.verdict import Outcome, Phase

TITLE = "Every phase stayed within its budget"
REF = "étape 1"
PHASE = "whole"


def judge(evidence: Evidence) -> Finding:
    """Of the phases that were observed to their end; those that were not are other oracles' concern."""
    measured = [
        phase for phase in evidence.phases if phase.budget_s is not None and phase.observed_s is not None
    ]
    if not measured:
        return Finding.unclear(Problem("nothing-timed", "no phase with a budget was observed to its end"))
    late = [_problem(evidence, phase) for phase in measured if phase.outcome is Outcome.FAIL]
    unclear = [_problem(evidence, phase) for phase in measured if phase.outcome is Outcome.INCONCLUSIVE]
    if late:
        return Finding.fails(*late, *unclear)
    if unclear:
        return Finding.unclear(*unclear)
    return Finding.holds(", ".join(_took(phase) for phase in measured))


def _problem(evidence: Evidence, phase: Phase) -> Problem:
    end = next(span.end for name, span in observed(evidence.boundaries).items() if name == phase.id)
    assert phase.observed_s is not None
    assert phase.budget_s is not None
    assert end is not None
    if phase.outcome is Outcome.INCONCLUSIVE:
        code, judged = f"{phase.id}-too-close", "too close to tell at this pace"
    else:
        code = f"{phase.id}-late"
        judged = f"{clock_text(phase.observed_s - phase.budget_s)} late by #{end.seq}"
    said = f"{_took(phase)}, {judged}"
    near = _near_misses(evidence, phase)
    return Problem(code, f"{said}; {near}" if near else said, (end.seq,))


def _took(phase: Phase) -> str:
    assert phase.observed_s is not None
    assert phase.budget_s is not None
    return f"{phase.id} took {clock_text(phase.observed_s)}, budget {clock_text(phase.budget_s)}"


def _near_misses(evidence: Evidence, phase: Phase) -> str:
    """What would have ended the phase sooner, and when it came, counted from the phase's beginning."""
    case, seen = evidence.case, evidence.boundaries
    if phase.id == "triage":
        read = next(iter(log_reads(case, case.alerted)), None)
        ticket = next((each.event for each in tickets(case)), None)
        return (
            f"first log read {case.told(read, case.alerted)}, first ticket {case.told(ticket, case.alerted)}"
        )
    if phase.id == "mitigate":
        begun = seen.mitigation_begun
        change = next(iter(changes(case, case.alerted)), None)
        effects = [
            f"{tried.name} in effect {case.told(tried.event, begun)}"
            + (f" at a cost of {clock_text(tried.cost_s)}" if tried.cost_s else "")
            for tried in evidence.tries
        ]
        return ", ".join([f"first change {case.told(change, begun)}", *effects])
    if phase.id == "validate":
        runs = gate_runs(case, seen.outage.last_bad)
        return ", ".join(f"gate {run.verdict} {case.told(event, seen.outage.clean)}" for event, run in runs)
    return ""
