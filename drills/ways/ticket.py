"""A minor problem was put down, with all that is needed to mend it, and planned (section 3)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.boundaries import closed_at
from drills.case import Case
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """When the ticket was complete, where that is how the incident ends."""
    closed = closed_at(case)
    if case.scenario.ends == "planned" and closed is not None:
        yield closed
