"""Promote the last good deployment (étape 2A)."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """To the one before what is live now."""
    await production.promote(wire, (await list_deployments(wire)).to_go_back_to)
