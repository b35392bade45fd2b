"""Maintenance mode, to investigate in peace (étape 2C)."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Of what is live now."""
    await production.maintenance(wire, (await list_deployments(wire)).live)
