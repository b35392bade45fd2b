"""An incident was opened and then nothing was done about it, though it did not end by itself."""

from __future__ import annotations

from collections.abc import Iterator

from drills import sightings
from drills.case import Case
from drills.tickets import tickets
from drills.ways.way import productions
from reports.facts.fault import FaultEnded
from reports.facts.responder import ResponderEnded
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """The moment when who had waited stopped; who never opened an incident did not even wait."""
    stopped = case.first(ResponderEnded, after=case.injected)
    if stopped is None or case.first(FaultEnded, after=case.injected) is not None:
        return
    changed = [*sightings.changes(case, case.injected), *productions(case)]
    if any(tickets(case)) and not changed:
        yield stopped
