"""A preview promoted to production, as a hotfix that stands ready (section 2, scenario 1)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import preview_commits, productions
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each time."""
    return (
        event
        for event, fact in productions(case)
        if fact.cause == "promote" and fact.commit in preview_commits(case)
    )
