"""Stop what deletes by a rollback, then restore what is gone."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.restore import restore
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """As it was when what deletes went live."""
    await production.rollback(wire, (await list_deployments(wire)).to_go_back_to)
    await restore(wire, evidence.deployments.live.at)
