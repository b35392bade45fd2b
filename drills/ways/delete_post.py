"""Users' posts were deleted, none of them corrupted."""

from __future__ import annotations

from collections.abc import Iterator

from drills import sightings
from drills.case import Case
from drills.row_changes import row_changes
from reports.journal import Event

# A loss is dated by the last look before it, and rows are looked at twice a second.
_LOOKS_S = 1.5


def taken(case: Case) -> Iterator[Event]:
    """Each time that some were lost when the responder deleted rows; what else deletes them is no way out."""
    deletions = [
        event
        for event, fact in sightings.requests(case, case.injected)
        if fact.vendor == "supabase" and fact.method == "DELETE"
    ]
    for change in row_changes(case):
        began = change.event.mono_s
        asked = any(began <= deletion.mono_s <= began + _LOOKS_S for deletion in deletions)
        if asked and change.lost > 0 and change.removed <= 0:
            yield change.event
