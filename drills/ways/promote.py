"""A deployment made production, as the dashboard's button does (étape 2A)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import productions
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each promote."""
    return (event for event, fact in productions(case) if fact.cause == "promote")
