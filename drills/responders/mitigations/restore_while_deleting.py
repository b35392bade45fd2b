"""Restore what is gone, and leave what deletes at work."""

from __future__ import annotations

from drills.actions.restore import restore
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """As it was when what deletes went live."""
    await restore(wire, evidence.deployments.live.at)
