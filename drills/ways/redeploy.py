"""The same commit, built again with the same environment, with the build cache or without (étape 2B)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import rebuilt
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each build."""
    return (event for event, _ in rebuilt(case))
