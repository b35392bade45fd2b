"""The database was restored while what had been deployed with the fault went on."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.restores import restores
from drills.ways.way import faulty_commit
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each time."""
    faulty = faulty_commit(case)
    return (
        event
        for event, live in restores(case)
        if live is None or (live.commit == faulty and not live.maintenance)
    )
