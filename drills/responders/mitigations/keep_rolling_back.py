"""Roll back, and again each time that it failed."""

from __future__ import annotations

from contextlib import suppress

from drills.actions import production
from drills.actions.deployments import list_deployments
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence

_TRIES = 5


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """To the one before what is live, as one does who takes it for bad luck."""
    stable = (await list_deployments(wire)).to_go_back_to
    for _ in range(_TRIES - 1):
        with suppress(ActionError):
            await production.rollback(wire, stable)
            return
    await production.rollback(wire, stable)
