"""What a responder writes: Linear, mail, status page, declarations; read back from the journal."""

from __future__ import annotations

import pytest

from drills.actions import incident, users
from drills.actions.people import alert_people
from drills.actions.say import client_running, say
from drills.actions.wire import ActionError, Wire
from reports.facts.messages import MailSent, StatusPosted, TicketChanged, TicketCommented
from reports.facts.responder import ClientEnded, ClientStarted, ResponderSaid
from reports.journal import facts
from tests.drills.actions.vendors import Vendors

pytestmark = pytest.mark.anyio


async def opened(wire: Wire) -> incident.Incident:
    """A P0."""
    return await incident.open_incident(wire, "panne", "un bug", label="P0-CRITICAL", priority=1)


async def test_an_incident_has_its_severity_and_is_in_progress(vendors: Vendors, wire: Wire) -> None:
    """In one change, so that it is never seen without."""
    issue = await opened(wire)

    (seen,) = [fact for _, fact in facts(vendors.journal.events, TicketChanged)]
    assert (seen.identifier, seen.actor, seen.change) == (issue.identifier, "responder", "created")
    assert (seen.title, seen.description, seen.priority) == ("panne", "un bug", 1)
    assert (seen.labels, seen.state_type) == (["P0-CRITICAL"], "started")


async def test_an_unknown_label_is_told(wire: Wire) -> None:
    """Before anything is created."""
    with pytest.raises(ActionError, match="team POS has no label P9"):
        await incident.open_incident(wire, "x", "y", label="P9", priority=1)


async def test_comments_and_postmortem_stand_in_the_incident(vendors: Vendors, wire: Wire) -> None:
    """Where the runbook wants them."""
    issue = await opened(wire)

    await incident.update_incident(wire, issue, "rollback lancé")
    await incident.file_postmortem(wire, issue, "## Post-Mortem")

    seen = [fact for _, fact in facts(vendors.journal.events, TicketCommented)]
    assert [(fact.identifier, fact.body) for fact in seen] == [
        (issue.identifier, "rollback lancé"),
        (issue.identifier, "## Post-Mortem"),
    ]


async def test_closing_completes_it(vendors: Vendors, wire: Wire) -> None:
    """With its severity still on it."""
    await incident.close_incident(wire, await opened(wire))

    last = [fact for _, fact in facts(vendors.journal.events, TicketChanged)][-1]
    assert (last.state_type, last.labels) == ("completed", ["P0-CRITICAL"])


async def test_a_corrective_action_has_a_ticket_of_its_own(vendors: Vendors, wire: Wire) -> None:
    """It names the incident, and does not count as one."""
    issue = await opened(wire)

    follow_up = await incident.open_follow_up(wire, issue, "Ajouter un test")

    last = [fact for _, fact in facts(vendors.journal.events, TicketChanged)][-1]
    assert (last.identifier, last.title, last.labels) == (follow_up.identifier, "Ajouter un test", [])
    assert issue.identifier in last.description
    assert follow_up.identifier != issue.identifier


async def test_what_linear_refuses_is_told(vendors: Vendors) -> None:
    """GraphQL says it in a 200."""
    vendors.answers(
        "https://api.linear.app", 200, json={"data": None, "errors": [{"message": "rate limited"}]}
    )

    async with vendors.wire() as wire:
        with pytest.raises(ActionError, match="Linear: rate limited"):
            await opened(wire)


async def test_an_unknown_team_is_told(vendors: Vendors) -> None:
    """By its key."""
    env = {**vendors.env(), "LINEAR_TEAM_KEY": "NOPE"}

    async with vendors.client() as client:
        with pytest.raises(ActionError, match="there is no team NOPE"):
            await opened(Wire.of(client, env))


async def test_people_are_mailed(vendors: Vendors, wire: Wire) -> None:
    """All in one."""
    await alert_people(wire, ["devops@postry.ai", "florian@postry.ai"], "P0", "Tout est cassé.")

    ((_, mail),) = facts(vendors.journal.events, MailSent)
    assert (mail.actor, mail.to) == ("responder", ["devops@postry.ai", "florian@postry.ai"])
    assert (mail.subject, mail.text) == ("P0", "Tout est cassé.")


async def test_users_are_informed_from_beginning_to_end(vendors: Vendors, wire: Wire) -> None:
    """One incident on the status page, two messages."""
    announcement = await users.announce(wire, "Panne", "Nous cherchons.")
    await users.inform_users(wire, announcement, "resolved", "C'est fini.")

    seen = [fact for _, fact in facts(vendors.journal.events, StatusPosted)]
    assert [(fact.status, fact.body) for fact in seen] == [
        ("investigating", "Nous cherchons."),
        ("resolved", "C'est fini."),
    ]
    assert len({fact.incident_id for fact in seen}) == 1
    assert {fact.actor for fact in seen} == {"responder"}


async def test_a_declaration_reaches_the_journal(vendors: Vendors, wire: Wire) -> None:
    """As it was said."""
    await say(wire, "triage", "P0 : un bug")

    ((_, fact),) = facts(vendors.journal.events, ResponderSaid)
    assert (fact.what, fact.text) == ("triage", "P0 : un bug")


async def test_a_running_client_is_declared_from_start_to_end(vendors: Vendors, wire: Wire) -> None:
    """Also when it fails."""
    with pytest.raises(ZeroDivisionError):
        async with client_running(wire, "vercel"):
            raise ZeroDivisionError

    ((_, started),) = facts(vendors.journal.events, ClientStarted)
    ((_, ended),) = facts(vendors.journal.events, ClientEnded)
    assert (started.name, started.client_run) == ("vercel", ended.client_run)
