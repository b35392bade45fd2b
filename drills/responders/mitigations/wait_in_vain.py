"""Change nothing and hope; give up when it has not come back by itself."""

from __future__ import annotations

import asyncio

from drills.actions import site
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence

_LOOK_S = 1.0
_LOOKS = 8


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Until the landing page stands, but for a few looks only: it is nobody else's to mend."""
    for _ in range(_LOOKS):
        await asyncio.sleep(_LOOK_S)
        if not await site.is_down(wire):
            return
    raise ActionError(f"it is no better after {_LOOKS} looks")
