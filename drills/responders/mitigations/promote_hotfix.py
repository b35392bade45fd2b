"""Promote the preview with the fix (section 2, scenario 1)."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import newest_preview
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """The newest one."""
    await production.promote_preview(wire, await newest_preview(wire))
