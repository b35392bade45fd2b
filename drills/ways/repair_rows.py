"""Exactly the corrupted posts got an equalizer (runbook, section 2, scenario 2)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.row_changes import row_changes
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each time that some were repaired, and no other was lost by it."""
    return (change.event for change in row_changes(case) if change.repaired > 0 and change.lost <= 0)
