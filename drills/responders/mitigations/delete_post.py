"""Delete what the dashboard cannot show: the error is gone, and so is what users had."""

from __future__ import annotations

from drills.actions.rows import delete_corrupted
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Every post without an equalizer."""
    await delete_corrupted(wire)
