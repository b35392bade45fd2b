"""A ticket for later, and alert rules: what the responder changes, read back from the journal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from drills.actions import alerts, incident
from drills.actions.wire import ActionError, Wire
from fixtures.faults.alert_spam import RULE
from fixtures.vendors.sentry.rule import parse
from reports.facts.messages import RuleChanged, TicketChanged
from reports.journal import facts
from tests.drills.actions.vendors import Vendors

pytestmark = pytest.mark.anyio


async def test_a_planned_ticket_has_a_developer_and_the_next_sprint(vendors: Vendors, wire: Wire) -> None:
    """And waits until then."""
    await incident.open_incident(wire, "old", "x", label="P1-MAJOR", priority=2)
    await incident.open_incident(wire, "faute", "y", label="P2-MINOR", priority=4, state="unstarted")

    await incident.plan_incident(wire, "P2-MINOR")

    seen = [fact for _, fact in facts(vendors.journal.events, TicketChanged)][-1]
    assert (seen.title, seen.assignee, seen.cycle) == ("faute", "Developer Lead", "Sprint 2")
    assert seen.state_type == "unstarted"


async def test_nothing_to_plan_is_told(wire: Wire) -> None:
    """No such ticket."""
    with pytest.raises(ActionError, match="there is no issue P2-MINOR"):
        await incident.plan_incident(wire, "P2-MINOR")


async def test_a_raised_rule_still_speaks_of_errors(vendors: Vendors, wire: Wire) -> None:
    """And of nothing else; the other rule stays as it was."""
    vendors.sdk.sentry.alerts.add(parse(RULE))
    (loud,) = [rule for rule in await alerts.list_rules(wire) if rule.speaks_of_everything]

    await alerts.raise_rule(wire, loud)

    assert not any(rule.speaks_of_everything for rule in await alerts.list_rules(wire))
    (seen,) = [fact for _, fact in facts(vendors.journal.events, RuleChanged)]
    assert (seen.actor, seen.change, seen.rule) == ("responder", "changed", RULE["name"])
    assert seen.watching == ["more than 10 events in 5 minutes", RULE["name"]]
    levels = [watch.rule.levels for watch in vendors.sdk.sentry.alerts.watches.values()]
    assert levels == [{"error", "fatal"}, {"error", "fatal"}]


async def test_without_any_rule_nobody_watches(vendors: Vendors, wire: Wire) -> None:
    """As the journal says."""
    for rule in await alerts.list_rules(wire):
        await alerts.remove_rule(wire, rule)

    (seen,) = [fact for _, fact in facts(vendors.journal.events, RuleChanged)]
    assert (seen.change, seen.watching) == ("removed", [])


async def test_alerts_are_counted_by_rule(vendors: Vendors, wire: Wire) -> None:
    """Those of Sentry, of the last while."""
    for rule in ("tout", "tout", "autre"):
        vendors.mailbox.deliver("alerts@sentry.io", ["astreinte@postry.ai"], "s", f"x\nRule: {rule}\nP-1")
    vendors.mailbox.deliver("samir@postry.ai", ["astreinte@postry.ai"], "s", "Rule: rien")

    assert await alerts.read_alerts(wire, timedelta(minutes=1)) == alerts.Alerts(3, "tout", 2)
    assert await alerts.read_alerts(wire, timedelta(0)) == alerts.NO_ALERTS
