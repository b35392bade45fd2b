"""Corrupted posts were deleted, and sound ones with them, as by the runbook's own DELETE (section 2)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.row_changes import row_changes
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each time."""
    return (change.event for change in row_changes(case) if change.removed > 0 and change.lost > 0)
