"""Somebody looked, changed nothing that serves users, and closed the incident: a false alarm."""

from __future__ import annotations

from collections.abc import Iterator

from drills import sightings
from drills.boundaries import closed_at
from drills.case import Case
from drills.ways.way import productions
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """The closing, where nothing is broken that this would leave broken."""
    closed = closed_at(case)
    if case.scenario.ends != "closed" or closed is None:
        return
    if not sightings.changes(case, case.injected) and not productions(case):
        yield closed
