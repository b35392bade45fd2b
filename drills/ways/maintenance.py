"""Maintenance mode: the errors stop, and so does the service (étape 2C)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import productions
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each time that what became production was in maintenance."""
    return (event for event, fact in productions(case) if fact.maintenance)
