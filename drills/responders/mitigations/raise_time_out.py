"""Wait ten seconds for the database instead of five (runbook, section 2, scenario 2)."""

from __future__ import annotations

import asyncio

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.variables import set_variable
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence

# Longer than those take that had begun before.
_FORMER_S = 6.0
_TO_MS = 10_000


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Set it, deploy, and wait for requests that had begun before: the former time-out ends those."""
    await set_variable(wire, "DB_TIMEOUT_MS", str(_TO_MS))
    await production.redeploy(wire, (await list_deployments(wire)).live)
    await asyncio.sleep(_FORMER_S)
