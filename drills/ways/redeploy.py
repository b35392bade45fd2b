"""The same commit, built again with the same environment (étape 2B)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import built, faulty_commit
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each build."""
    faulty = faulty_commit(case)
    return (event for event, fact in built(case) if fact.commit == faulty and not fact.changed)
