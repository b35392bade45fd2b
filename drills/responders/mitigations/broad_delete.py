"""The runbook's own DELETE: every pending post of more than a day (section 2, scenario 2)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from drills.actions.rows import delete_pending
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence

_OLD = timedelta(hours=24)


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Corrupted or not."""
    await delete_pending(wire, (datetime.now(UTC) - _OLD).isoformat())
