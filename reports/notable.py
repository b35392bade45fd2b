"""The moments of a run that people want to read about, out of a journal's thousands of events.

A moment keeps the events that it rests on, so that every line of a report can cite them. Its wording is
the renderer's: English on the page, French in the post-mortem.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from reports.facts.fact import Fact
from reports.facts.fault import FaultArmed, FaultInjected
from reports.facts.messages import (
    AlertFired,
    MailSent,
    RuleChanged,
    StatusPosted,
    TicketChanged,
    TicketCommented,
)
from reports.facts.production import DeploymentChanged, ProductionChanged
from reports.facts.responder import GateEnded, GateStarted, ResponderEnded, ResponderSaid, ResponderStarted
from reports.facts.run import WorldStopped
from reports.facts.samples import ProbeSampled, VendorRequested
from reports.journal import Event, facts
from reports.timeline import Timeline

Topic = Literal["fact", "alert", "asked", "gate", "lost", "restored"]
_EFFECTS = (TicketChanged, TicketCommented, StatusPosted, MailSent, RuleChanged)
_FINAL_STATES = ("READY", "ERROR", "CANCELED")
# How far the fact of an effect may stand from the request that caused it, beside the request's duration.
_SLACK_S = 0.05


@dataclass(frozen=True)
class Moment:
    """Something notable. ``events``, never empty, are what it rests on, in order.

    ``topic`` says how to read them: ``fact`` is the first event's own fact; ``alert`` an alert and its
    mail; ``asked`` requests to one place at a vendor; ``gate`` a gate's start and end; ``lost`` the first
    sample that failed; ``restored`` the last that failed and the first of the clean time after it.
    """

    at_s: float
    topic: Topic
    events: tuple[Event, ...]

    @property
    def fact(self) -> Fact:
        """What the first event says; of an alert and its mail, the alert."""
        facts_of = [event.fact for event in self.events]
        return next((fact for fact in facts_of if isinstance(fact, AlertFired)), facts_of[0])

    @property
    def last(self) -> Fact:
        """What the last event says."""
        return self.events[-1].fact


def moments(events: Sequence[Event], timeline: Timeline | None = None) -> list[Moment]:
    """All notable moments, in drill seconds since the injection, in order."""
    timeline = timeline or Timeline(events)
    groups = [*_facts(events), *_alerts(events), *_requests(events), *_gates(events), *_outage(events)]
    found = [Moment(timeline.at(_instant(topic, group)), topic, group) for topic, group in groups]
    return sorted(found, key=lambda moment: (moment.at_s, moment.events[-1].seq))


Group = tuple[Topic, tuple[Event, ...]]


def _instant(topic: Topic, group: tuple[Event, ...]) -> Event:
    """A restoration happens at its last event, anything else at its first."""
    return group[-1] if topic == "restored" else group[0]


def _facts(events: Sequence[Event]) -> Iterator[Group]:
    armed = next((event.seq for event, _ in facts(events, FaultArmed)), 0)
    alert_mails = {alert.message_id for _, alert in facts(events, AlertFired)}
    for event in events:
        fact = event.fact
        if isinstance(fact, ProductionChanged) and fact.cause == "seed":
            continue
        built = isinstance(fact, DeploymentChanged) and fact.state in _FINAL_STATES and event.seq > armed
        mailed = isinstance(fact, MailSent) and fact.message_id not in alert_mails
        left_over = isinstance(fact, WorldStopped) and bool(fact.leftovers)
        if fact.notable or built or mailed or left_over:
            yield "fact", (event,)


def _alerts(events: Sequence[Event]) -> Iterator[Group]:
    for event, alert in facts(events, AlertFired):
        mail = next(
            (sent for sent, fact in facts(events, MailSent) if fact.message_id == alert.message_id), None
        )
        pair = (event, mail) if mail else (event,)
        yield "alert", tuple(sorted(pair, key=lambda one: one.seq))


def _requests(events: Sequence[Event]) -> Iterator[Group]:
    """The responder's requests, those to the same place in a row as one moment.

    A page that needs no token is asked for by nobody in particular; while the responder is at work and no
    gate runs, that is told too. A request that did something which is a fact of its own (a ticket, a mail, a
    status update) is left out.
    """
    effects = [event for event in events if isinstance(event.fact, _EFFECTS)]
    run: list[Event] = []
    at_work, gates = False, set[str]()
    for event in events:
        fact = event.fact
        if isinstance(fact, ResponderStarted | ResponderEnded):
            at_work = isinstance(fact, ResponderStarted)
        elif isinstance(fact, GateStarted):
            gates.add(fact.gate_run)
        elif isinstance(fact, GateEnded):
            gates.discard(fact.gate_run)
        told = {"responder", "anonymous"} if at_work and not gates else {"responder"}
        if isinstance(fact, VendorRequested) and fact.actor in told:
            if _has_effect(effects, event, fact):
                continue
            if run and _place(run[-1]) != _place(event):
                yield "asked", tuple(run)
                run = []
            run.append(event)
        elif run and isinstance(fact, ResponderSaid | GateStarted):
            yield "asked", tuple(run)
            run = []
    if run:
        yield "asked", tuple(run)


def _place(event: Event) -> tuple[str, str, str, str]:
    assert isinstance(event.fact, VendorRequested)
    return event.fact.actor, event.fact.vendor, event.fact.method, event.fact.path


def _has_effect(effects: Sequence[Event], request: Event, fact: VendorRequested) -> bool:
    if fact.method == "GET":
        return False
    earliest = request.mono_s - fact.duration_ms / 1000 - _SLACK_S
    return any(
        isinstance(other.fact, _EFFECTS)
        and other.fact.actor == fact.actor
        and earliest <= other.mono_s <= request.mono_s + _SLACK_S
        for other in effects
    )


def _gates(events: Sequence[Event]) -> Iterator[Group]:
    ended = {fact.gate_run: event for event, fact in facts(events, GateEnded)}
    for event, fact in facts(events, GateStarted):
        end = ended.get(fact.gate_run)
        yield "gate", (event, end) if end else (event,)


def _outage(events: Sequence[Event]) -> Iterator[Group]:
    """The first sample that failed after the injection, and the first of the clean time at the end."""
    injected = next((event.seq for event, _ in facts(events, FaultInjected)), 0)
    samples = [
        (event, fact) for event, fact in facts(events, ProbeSampled) if fact.usable and event.seq > injected
    ]
    failed = [event for event, fact in samples if not fact.ok]
    if not failed:
        return
    yield "lost", (failed[0],)
    clean = next((event for event, _ in samples if event.seq > failed[-1].seq), None)
    if clean:
        yield "restored", (failed[-1], clean)
