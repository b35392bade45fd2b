"""No alert rule any more: it is quiet at once, and stays quiet whatever happens."""

from __future__ import annotations

from drills.actions.alerts import list_rules, remove_rule
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """All of them."""
    for rule in await list_rules(wire):
        await remove_rule(wire, rule)
