"""Correct the variables that changed with the last deployment, and build one with what is right."""

from __future__ import annotations

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.project_settings import read_project_settings
from drills.actions.variables import set_variable
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """The right values are Supabase's own; a variable counts only for what is built after it."""
    await correct(wire, evidence)
    await production.redeploy(wire, (await list_deployments(wire)).live)


async def correct(wire: Wire, evidence: Evidence) -> None:
    """Set them, and build nothing. Raises `ActionError` where none is known to be wrong."""
    right = await read_project_settings(wire)
    known = [key for key in evidence.changed_variables if key in right]
    if not known:
        raise ActionError("no variable changed with the last deployment whose right value is known")
    for key in known:
        await set_variable(wire, key, right[key])
