"""A deployment that waits longer for the database (runbook, section 2, scenario 2)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import productions
from reports.facts.production import ProductionChanged
from reports.journal import Event, facts

_KNOB = "DB_TIMEOUT_MS"


def taken(case: Case) -> Iterator[Event]:
    """Each time that what became production waits longer than what was before it."""
    during = {event.seq for event, _ in productions(case)}
    before = 0
    for event, fact in facts(case.events, ProductionChanged):
        stated = fact.knobs.get(_KNOB, "")
        now = int(stated) if stated.isdecimal() else before
        if event.seq in during and now > before:
            yield event
        before = now
