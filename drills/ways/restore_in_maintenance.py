"""The database was restored in maintenance mode, which was left again."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.restores import restores
from drills.ways.way import faulty_commit, productions
from reports.journal import Event

PARTS = ("maintenance",)


def taken(case: Case) -> Iterator[Event]:
    """Each time that users were let in again after it; not with what had been deployed with the fault."""
    faulty = faulty_commit(case)
    for restored, live in restores(case):
        if live is None or not live.maintenance:
            continue
        after = [
            (event, fact)
            for event, fact in productions(case)
            if event.mono_s > restored.mono_s and not fact.maintenance
        ]
        if after and after[0][1].commit != faulty:
            yield after[0][0]
