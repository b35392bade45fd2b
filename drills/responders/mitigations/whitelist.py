"""Let the crowd's address pass the rate limit (section 2, scenario 3)."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.refusals import see_let_in
from drills.actions.variables import set_variable
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """The one with many sessions, and no other."""
    crowd = evidence.refusals.crowd
    if crowd is None:
        raise ActionError("no address of many people is refused")
    await set_variable(wire, "WHITELIST_IPS", crowd.address)
    await production.redeploy(wire, (await list_deployments(wire)).live)
    await see_let_in(wire, crowd.address)
