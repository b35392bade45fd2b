"""Stop what deletes by maintenance mode, restore what is gone, and come back with the stable version."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.restore import restore
from drills.actions.variables import remove_variable
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """As it was when what deletes went live, whose source is no way out of maintenance."""
    deployments = await list_deployments(wire)
    await production.maintenance(wire, deployments.live)
    await restore(wire, evidence.deployments.live.at)
    await remove_variable(wire, "MAINTENANCE_MODE")
    await production.rollback(wire, deployments.to_go_back_to)
