"""Build the live deployment's source again, from what the build cache holds."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """As a push does, and `vercel --prod` without ``--force``."""
    await production.redeploy(wire, (await list_deployments(wire)).live, cached=True)
