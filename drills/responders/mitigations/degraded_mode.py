"""Write posts without Gemini for as long as it is down (1.1: mode dégradé)."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.variables import set_variable
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence
from drills.responders.mitigations.wait import let_time_out


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """Set GEMINI_FALLBACK, build the live source with it, and let what had begun before time out."""
    await set_variable(wire, "GEMINI_FALLBACK", "true")
    await production.redeploy(wire, (await list_deployments(wire)).live)
    await let_time_out(wire, evidence)
