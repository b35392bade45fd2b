"""Let the address pass that stands first in the count, without looking who it is."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.variables import set_variable
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """The one with most refusals."""
    abuser = evidence.refusals.abuser
    if abuser is None:
        raise ActionError("no address is refused that is not a crowd's")
    await set_variable(wire, "WHITELIST_IPS", abuser.address)
    await production.redeploy(wire, (await list_deployments(wire)).live)
