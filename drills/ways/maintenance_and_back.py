"""Maintenance mode that was left again, by a new deployment without it (1.1, étape 2C)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from drills.case import Case
from drills.ways.way import built, productions
from reports.journal import Event

PARTS = ("maintenance",)


def taken(case: Case) -> Iterator[Event]:
    """Each build that took the place of one in maintenance."""
    new = {event.seq for event, _ in built(case)}
    for (_, before), (event, _) in pairwise(productions(case)):
        if before.maintenance and event.seq in new:
            yield event
