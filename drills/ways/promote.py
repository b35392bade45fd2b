"""An earlier deployment made production, as the dashboard's button does (étape 2A)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import preview_commits, productions
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each promote of what had been built for production."""
    return (
        event
        for event, fact in productions(case)
        if fact.cause == "promote" and fact.commit not in preview_commits(case)
    )
