"""Build the live deployment's source again (étape 2B)."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Of what is live now."""
    await production.redeploy(wire, (await list_deployments(wire)).live)
