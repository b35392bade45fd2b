"""The phases of an incident against their budgets, by what was observed and by what the responder declared.

Times are drill seconds. A phase that ended nearer to its budget than the journal can tell is inconclusive.
"""

from __future__ import annotations

from dataclasses import dataclass

from drills.boundaries import Boundaries
from drills.case import Case
from drills.runbook import PhaseId
from reports.facts import ResponderSaid
from reports.journal import Event
from reports.verdict import Outcome, Phase


@dataclass(frozen=True)
class Span:
    """What bounds a phase: its first and last event, each None if it was not observed."""

    start: Event | None
    end: Event | None


def phases(case: Case, boundaries: Boundaries) -> list[Phase]:
    """Every phase of the runbook, in order."""
    observed, declared = _observed(boundaries), _declared(case)
    return [_phase(case, phase, observed[phase], declared[phase]) for phase in case.runbook.phase]


def budget_s(case: Case, phase: PhaseId) -> float | None:
    """The scenario's own budget, else that of its severity; None where the runbook sets none."""
    own = case.scenario.budgets.get(phase)
    return own if own is not None else case.runbook.severity[case.scenario.severity].budgets.get(phase)


def _observed(seen: Boundaries) -> dict[PhaseId, Span]:
    mitigated = seen.outage.clean
    return {
        "detect": Span(seen.injected, seen.alerted),
        "triage": Span(seen.alerted, seen.triaged),
        "mitigate": Span(seen.mitigation_begun, mitigated),
        "validate": Span(mitigated, seen.validation.done),
        "resolve": Span(seen.alerted, seen.closed),
        "post-mortem": Span(seen.closed, seen.postmortem),
    }


def _declared(case: Case) -> dict[PhaseId, Span]:
    """By what was said: of what was said twice the last counts, of ``ack`` the first."""
    said: dict[str, Event] = {}
    for event, fact in case.seen(ResponderSaid, after=case.injected):
        if fact.what != "ack" or "ack" not in said:
            said[fact.what] = event
    return {
        "detect": Span(case.injected, said.get("ack")),
        "triage": Span(case.alerted, said.get("triage")),
        "mitigate": Span(said.get("triage"), said.get("mitigated")),
        "validate": Span(said.get("mitigated"), said.get("validated")),
        "resolve": Span(case.alerted, said.get("resolved")),
        "post-mortem": Span(said.get("resolved"), said.get("postmortem")),
    }


def _phase(case: Case, phase: PhaseId, observed: Span, declared: Span) -> Phase:
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
        outcome=_outcome(length, budget, case.resolution_s),
        note=_note(observed),
    )


def _outcome(observed_s: float | None, budget: float | None, resolution_s: float) -> Outcome:
    if observed_s is None:
        return Outcome.NOT_RUN
    if budget is None:
        return Outcome.PASS
    if abs(observed_s - budget) < resolution_s:
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
