"""Change a variable and stop there: no deployment has it."""

from __future__ import annotations

from drills.actions.variables import set_variable
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence
from drills.responders.mitigations.env_fix import correct


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """The one that would have helped, had it been deployed."""
    if evidence.refusals.crowd is not None:
        await set_variable(wire, "RATE_LIMIT_PERSIST_LOGIN", "20")
    else:
        await correct(wire, evidence)
