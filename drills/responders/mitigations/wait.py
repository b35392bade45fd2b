"""Change nothing and watch until the vendor is back (1.1)."""

from __future__ import annotations

import asyncio

from drills.actions import production, site
from drills.actions.say import client_running
from drills.actions.status_pages import read_status_pages
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence

_LOOK_S = 1.0
# Longer than Postry waits for any vendor.
_FORMER_S = 6.0


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """Until the vendors that were down say that they are back, and the landing page stands."""
    try:
        async with asyncio.timeout(production.PATIENCE_S):
            while await still_down(wire, evidence) or await site.is_down(wire):  # noqa: ASYNC110 - theirs
                await asyncio.sleep(_LOOK_S)
    except TimeoutError as error:
        raise ActionError(f"it is still down after {production.PATIENCE_S:g} s") from error
    await let_time_out(wire, evidence)


async def still_down(wire: Wire, evidence: Evidence) -> bool:
    """Whether one of the vendors that were down at the triage does not say that it is back."""
    vendors = [name for name, report in evidence.status.items() if report.down]
    if not vendors:
        return False
    now = await read_status_pages(wire)
    return any(now[name].down is not False for name in vendors)


async def let_time_out(wire: Wire, evidence: Evidence) -> None:
    """Where requests were seen to time out, wait for those that had begun before it was over.

    Postry's time-outs are the same at every pace, so this time is charged unscaled.
    """
    if any("ETIMEDOUT" in line for line in evidence.logs.messages):
        async with client_running(wire, "Postry's own time-out"):
            await asyncio.sleep(_FORMER_S)
