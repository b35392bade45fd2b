"""The site's name led to a deployment, by `vercel alias set`."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import productions
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each time."""
    return (event for event, fact in productions(case) if fact.cause == "alias")
