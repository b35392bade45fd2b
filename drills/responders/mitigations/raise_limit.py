"""Twice as many posts a minute and address (section 2, scenario 3: 10 to 20)."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.refusals import see_let_in
from drills.actions.variables import set_variable
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence

_PER_MINUTE = 20


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """For everybody."""
    await set_variable(wire, "RATE_LIMIT_PERSIST_LOGIN", str(_PER_MINUTE))
    await production.redeploy(wire, (await list_deployments(wire)).live)
    if evidence.refusals.crowd is not None:
        await see_let_in(wire, evidence.refusals.crowd.address)
