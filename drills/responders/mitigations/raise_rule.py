"""Let the alert rule that speaks of each event speak of errors only; the others stay as they are."""

from __future__ import annotations

from drills.actions.alerts import list_rules, raise_rule
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Each of them."""
    loud = [rule for rule in await list_rules(wire) if rule.speaks_of_everything]
    if not loud:
        raise ActionError("no rule speaks of each event")
    for rule in loud:
        await raise_rule(wire, rule)
