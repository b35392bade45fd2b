"""The phases of an incident against their budgets, by what was observed and by what the responder declared.

Times are drill seconds. A phase that ended nearer to its budget than the journal can tell is inconclusive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drills.boundaries import Boundaries
from drills.case import Case
from drills.runbook import PhaseId
from reports.facts.fault import FaultInjected
from reports.facts.messages import AlertFired
from reports.facts.responder import ResponderSaid
from reports.journal import Event, facts
from reports.verdict import Outcome, Phase


@dataclass(frozen=True)
class Span:
    """What bounds a phase: its first and last event, each None if it was not observed."""

    start: Event | None
    end: Event | None


def phases(case: Case, boundaries: Boundaries) -> list[Phase]:
    """Every phase of the runbook, in order."""
    seen, said = observed(boundaries), declared(case.events)
    return [
        _phase(case, phase, seen[phase], said[phase], _blur_s(case, boundaries, phase))
        for phase in case.runbook.phase
    ]


def budget_s(case: Case, phase: PhaseId) -> float | None:
    """The scenario's own budget, else that of its severity; None where the runbook sets none."""
    own = case.scenario.budgets.get(phase)
    return own if own is not None else case.runbook.severity[case.scenario.severity].budgets.get(phase)


def observed(seen: Boundaries) -> dict[PhaseId, Span]:
    """What bounds each phase by what vendors, probes and gate saw."""
    mitigated = seen.outage.clean
    return {
        "detect": Span(seen.injected, seen.alerted),
        "triage": Span(seen.alerted, seen.triaged),
        "mitigate": Span(seen.mitigation_begun, mitigated),
        "validate": Span(mitigated, seen.validation.done),
        "resolve": Span(seen.alerted, seen.closed),
        "post-mortem": Span(seen.closed, seen.postmortem),
    }


def declared(events: Sequence[Event]) -> dict[PhaseId, Span]:
    """What bounds each phase by what was said: of what was said twice the last, of ``ack`` the first."""
    injected = next((event for event, _ in facts(events, FaultInjected)), None)
    alerted = next((event for event, _ in facts(events, AlertFired) if injected), None)
    said: dict[str, Event] = {}
    for event, fact in facts(events, ResponderSaid):
        if fact.what != "ack" or "ack" not in said:
            said[fact.what] = event
    return {
        "detect": Span(injected, said.get("ack")),
        "triage": Span(alerted, said.get("triage")),
        "mitigate": Span(said.get("triage"), said.get("mitigated")),
        "validate": Span(said.get("mitigated"), said.get("validated")),
        "resolve": Span(alerted, said.get("resolved")),
        "post-mortem": Span(said.get("resolved"), said.get("postmortem")),
    }


def _blur_s(case: Case, boundaries: Boundaries, phase: PhaseId) -> float:
    """How far off a phase's length may be: the probes saw the recovery between two samples."""
    outage = boundaries.outage
    if phase not in {"mitigate", "validate"} or outage.clean is None or outage.last_bad is None:
        return case.resolution_s
    return max(case.resolution_s, case.at(outage.clean) - case.at(outage.last_bad))


def _phase(case: Case, phase: PhaseId, observed: Span, declared: Span, blur_s: float) -> Phase:
    title, budget = case.runbook.phase[phase], budget_s(case, phase)
    length = _length_s(case, observed)
    return Phase(
        id=phase,
        title=title.title,
        runbook_ref=title.ref,
        budget_s=budget,
        started_s=_at(case, observed.start),
        ended_s=_at(case, observed.end) if length is not None else None,
        observed_s=length,
        declared_s=_length_s(case, declared),
        outcome=_outcome(length, budget, blur_s),
        note=_note(observed),
    )


def _outcome(observed_s: float | None, budget: float | None, blur_s: float) -> Outcome:
    if observed_s is None:
        return Outcome.NOT_RUN
    if budget is None:
        return Outcome.PASS
    if abs(observed_s - budget) < blur_s:
        return Outcome.INCONCLUSIVE
    return Outcome.PASS if observed_s < budget else Outcome.FAIL


def _length_s(case: Case, span: Span) -> float | None:
    """How long it took; nothing is shorter than no time, whatever came before it was due."""
    if span.start is None or span.end is None:
        return None
    return round(max(0.0, case.at(span.end) - case.at(span.start)), 1)


def _at(case: Case, event: Event | None) -> float | None:
    return None if event is None else round(case.at(event), 1)


def _note(span: Span) -> str:
    if span.start is None:
        return "its beginning was not observed"
    if span.end is None:
        return f"from #{span.start.seq}; its end was not observed"
    return f"#{span.start.seq} to #{span.end.seq}"
