"""The restores of an incident, and what was in production when each began."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.sightings import RESPONDER
from reports.facts.database import DatabaseRestored
from reports.facts.production import ProductionChanged
from reports.journal import Event, facts

Restore = tuple[Event, ProductionChanged | None]


def restores(case: Case) -> Iterator[Restore]:
    """Those of the responder, in order."""
    for event, _ in case.seen(DatabaseRestored, lambda fact: fact.actor == RESPONDER, after=case.injected):
        before = [fact for at, fact in facts(case.events, ProductionChanged) if at.mono_s <= event.mono_s]
        yield event, before[-1] if before else None
