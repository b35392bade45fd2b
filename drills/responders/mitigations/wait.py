"""Change nothing and watch until the vendor is back (1.1)."""

from __future__ import annotations

import asyncio

from drills.actions import production, site
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence

_LOOK_S = 1.0


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Until the landing page stands."""
    try:
        async with asyncio.timeout(production.PATIENCE_S):
            while await site.is_down(wire):  # noqa: ASYNC110 - it is somebody else's machine
                await asyncio.sleep(_LOOK_S)
    except TimeoutError as error:
        raise ActionError(f"the site is still down after {production.PATIENCE_S:g} s") from error
