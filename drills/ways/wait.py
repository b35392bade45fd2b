"""Nobody changed anything that serves users, and the outage ended by itself (1.1)."""

from __future__ import annotations

from collections.abc import Iterator

from drills import sightings
from drills.case import Case
from drills.ways.way import productions
from reports.facts.fault import FaultEnded
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """The end of the outage, where nothing was changed before it."""
    ended = case.first(FaultEnded, after=case.injected)
    if ended is None:
        return
    changed = [*sightings.changes(case, case.injected), *(event for event, _ in productions(case))]
    if all(event.mono_s > ended.mono_s for event in changed):
        yield ended
