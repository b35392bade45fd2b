"""The database was restored when what had been deployed with the fault was no longer in production."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.restores import restores
from drills.ways.way import faulty_commit
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each time."""
    faulty = faulty_commit(case)
    return (event for event, live in restores(case) if live is not None and live.commit != faulty)
