"""No rate limit any more."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.variables import set_variable
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence

_PER_MINUTE = 1000000


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """So high that nobody ever meets it."""
    await set_variable(wire, "RATE_LIMIT_PERSIST_LOGIN", str(_PER_MINUTE))
    await production.redeploy(wire, (await list_deployments(wire)).live)
