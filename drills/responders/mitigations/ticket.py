"""Plan the fix of a minor problem: nothing is urgent, and nothing is forgotten (section 3)."""

from __future__ import annotations

from drills import runbook
from drills.actions.incident import plan_incident
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """The newest minor ticket gets a developer and the next sprint."""
    await plan_incident(wire, runbook.load().severity["P2"].label)
