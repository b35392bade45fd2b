"""The moments that bound an incident's phases, each an event that a vendor, a probe or the gate gave.

None is *not observed*.
"""

from __future__ import annotations

from dataclasses import dataclass

from drills import sightings
from drills.alert_flood import find_flood
from drills.case import Case
from drills.load_recovery import both, find_load_outage
from drills.planning import is_planned
from drills.recovery import Outage, find_outage
from drills.refusals import find_refusals
from drills.row_changes import find_rows_outage
from drills.tickets import Ticket, tickets
from fixtures.probes.journeys import PROBES
from reports.facts.database import RowsCounted
from reports.facts.messages import StatusPosted
from reports.facts.responder import GateEnded
from reports.journal import Event


@dataclass(frozen=True)
class Validation:
    """What the responder looked at after the outage had ended; ``gate`` is the first gate that passed."""

    gate: Event | None = None
    logs: Event | None = None
    sentry: Event | None = None

    @property
    def done(self) -> Event | None:
        """The last of the three, when there are all three."""
        if self.gate is None or self.logs is None or self.sentry is None:
            return None
        return max((self.gate, self.logs, self.sentry), key=lambda event: event.mono_s)


@dataclass(frozen=True)
class Boundaries:
    """Every moment of one incident."""

    injected: Event | None
    alerted: Event | None
    triaged: Event | None
    first_change: Event | None
    outage: Outage
    validation: Validation
    closed: Event | None
    postmortem: Event | None

    @property
    def mitigation_begun(self) -> Event | None:
        """When triage was done, or the first change if somebody acted before it was."""
        begun = [event for event in (self.triaged, self.first_change) if event is not None]
        return min(begun, key=lambda event: event.mono_s, default=None)


def find_boundaries(case: Case) -> Boundaries:
    """All of them, from the events alone."""
    outage = outage_of(case)
    return Boundaries(
        injected=case.injected,
        alerted=case.alerted,
        triaged=next((ticket.event for ticket in tickets(case) if is_triaged(case, ticket)), None),
        first_change=next(iter(sightings.changes(case, case.alerted)), None) if case.alerted else None,
        outage=outage,
        validation=_validation(case, outage),
        closed=closed_at(case),
        postmortem=next((ticket.event for ticket in tickets(case) if ticket.adds_postmortem), None),
    )


def outage_of(case: Case) -> Outage:
    """Where the scenario says that it shows: in the probes, the count of users' posts and the stream of posts
    where there is one, or in the people who are refused, or in the alerts.
    """
    judge = case.runbook.judge
    if case.scenario.outage == "refusals":
        return find_refusals(case, judge.clean_samples)
    if case.scenario.outage == "alerts":
        return find_flood(case)
    probes = find_outage(case.samples, PROBES, judge.clean_samples, judge.relapse_samples)
    seen = both(probes, find_rows_outage(case.seen(RowsCounted, after=case.injected)))
    if case.scenario.persists_per_s is None:
        return seen
    return both(seen, find_load_outage(case.seconds, judge.failed_share, judge.confidence))


def is_triaged(case: Case, ticket: Ticket) -> bool:
    """Whether severity and cause stand in this ticket, and are right."""
    truth = case.scenario.truth
    return ticket.severity() == case.scenario.severity and not truth.missing_in(ticket.text)


def closed_at(case: Case) -> Event | None:
    """When the ticket was completed and, where the responder had announced it to users, that resolved too.

    Where nothing is restored in the drill, when the fix was planned.
    """
    if case.scenario.ends == "planned":
        return next((ticket.event for ticket in tickets(case) if is_planned(ticket)), None)
    completed, resolved = completions(case), resolutions(case)
    ends = [*completed.values(), *resolved.values()]
    if not completed or None in ends:
        return None
    return max((end for end in ends if end is not None), key=lambda event: event.mono_s)


def completions(case: Case) -> dict[str, Event | None]:
    """Since when each of the incident's tickets is done for good; None for one that is not.

    They are those that say what is right, or, where none does, all that the responder made.
    """
    since: dict[str, Event | None] = {}
    triaged: set[str] = set()
    for ticket in tickets(case):
        before = since.get(ticket.identifier)
        since[ticket.identifier] = (before or ticket.event) if ticket.completed else None
        if is_triaged(case, ticket):
            triaged.add(ticket.identifier)
    return {name: end for name, end in since.items() if name in (triaged or since)}


def resolutions(case: Case) -> dict[str, Event | None]:
    """Since when each incident that the responder announced is over for users; None for one that is not."""
    since: dict[str, Event | None] = {}
    for event, fact in sightings.announcements(case):
        before = since.get(fact.name)
        since[fact.name] = (before or event) if is_resolved(fact) else None
    return since


def is_resolved(fact: StatusPosted) -> bool:
    """Whether this tells users that the incident is over."""
    return fact.status in {"resolved", "postmortem"}


def _validation(case: Case, outage: Outage) -> Validation:
    """What counts is what was read after the last bad sample: the outage had ended by then or right after."""
    if outage.clean is None or outage.last_bad is None:
        return Validation()
    since = outage.last_bad

    def good(seen: tuple[Event, GateEnded]) -> bool:
        return sightings.passed(seen[1])

    return Validation(
        gate=next((event for event, _ in filter(good, sightings.gate_runs(case, since))), None),
        logs=next(iter(sightings.log_reads(case, since)), None),
        sentry=next(iter(sightings.sentry_reads(case, since)), None),
    )
