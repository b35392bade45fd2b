"""Maintenance mode while a vendor is down, and out of it when the vendor is back (1.1, étape 2C)."""

from __future__ import annotations

import asyncio

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.variables import remove_variable
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence
from drills.responders.mitigations.wait import still_down

_LOOK_S = 1.0


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """Of what is live now; both deployments are built from its source."""
    live = (await list_deployments(wire)).live
    await production.maintenance(wire, live)
    try:
        async with asyncio.timeout(production.PATIENCE_S):
            while await still_down(wire, evidence):  # noqa: ASYNC110 - it is theirs
                await asyncio.sleep(_LOOK_S)
    except TimeoutError as error:
        raise ActionError(f"the vendor is still down after {production.PATIENCE_S:g} s") from error
    await remove_variable(wire, "MAINTENANCE_MODE")
    await production.redeploy(wire, live)
