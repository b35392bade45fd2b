"""Exactly the corrupted posts were deleted (runbook, section 2, scenario 2)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.row_changes import row_changes
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each time that some were removed, and no other was lost by it."""
    return (change.event for change in row_changes(case) if change.removed > 0 and change.lost <= 0)
