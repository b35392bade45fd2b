"""Give exactly the corrupted posts a neutral equalizer (runbook, section 2, scenario 2)."""

from __future__ import annotations

from drills.actions.rows import repair_corrupted
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """All of them, as they are now."""
    await repair_corrupted(wire)
