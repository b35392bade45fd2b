"""Change nothing, and look once more: a false alarm."""

from __future__ import annotations

from drills.actions import site
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """The site must still answer."""
    if await site.is_down(wire):
        raise ActionError("the site does not answer: this is no false alarm")
