"""Build the live deployment's source again, from nothing (étape 2B, for a bad build cache)."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Without the cache, so that nothing of it gets into the build."""
    await production.redeploy(wire, (await list_deployments(wire)).live)
