"""@linear/sdk files an incident; the journal and raw GraphQL say what became of it."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from fixtures.world import World
from reports.facts.messages import TicketChanged, TicketCommented
from reports.journal import Journal, facts
from tests.clients.running import environment, javascript

pytestmark = pytest.mark.clients

SDK = """
import { LinearClient } from "@linear/sdk";
const { LINEAR_API_KEY: apiKey, LINEAR_API_URL: apiUrl } = process.env;
const linear = new LinearClient({ apiKey, apiUrl });
const named = (list, name) => list.nodes.find((each) => each.name === name).id;
"""


def sdk(world: World, script: str) -> Any:
    """What a script prints."""
    return javascript(SDK + script, environment(world))


def test_an_incident_from_opening_to_post_mortem(world: World, journal: Journal) -> None:
    """Team, labels, states and people are looked up by name, as an engineer's script does."""
    told = sdk(
        world,
        """
const { nodes: [team] } = await linear.teams();
const labels = await team.labels(), states = await team.states(), users = await linear.users();
const labelIds = [named(labels, "P0-CRITICAL")];
const created = await linear.createIssue({
  teamId: team.id, title: "P0 : le site ne répond plus", priority: 1, labelIds,
});
const issue = await created.issue;
await linear.updateIssue(issue.id, {
  stateId: named(states, "In Progress"), assigneeId: named(users, "Developer Lead"),
});
await linear.createComment({ issueId: issue.id, body: "Rollback lancé" });
await linear.createAttachment({ issueId: issue.id, title: "Logs", url: "https://vercel.test/logs" });
await linear.updateIssue(issue.id, { stateId: named(states, "Done"), description: "## Post-Mortem" });
const after = await linear.issue(issue.identifier);
console.log(JSON.stringify({
  viewer: (await linear.viewer).name, identifier: after.identifier, state: (await after.state).name,
  assignee: (await after.assignee).name, labels: (await after.labels()).nodes.map((each) => each.name),
  comments: (await after.comments()).nodes.map((each) => each.body),
  attachments: (await after.attachments()).nodes.map((each) => each.url),
  open: (await linear.issues({ filter: { state: { type: { neq: "completed" } } } })).nodes.length,
  found: (await linear.searchIssues("répond plus")).totalCount,
}));
""",
    )

    assert told == {
        "viewer": "Astreinte",
        "identifier": "POS-1",
        "state": "Done",
        "assignee": "Developer Lead",
        "labels": ["P0-CRITICAL"],
        "comments": ["Rollback lancé"],
        "attachments": ["https://vercel.test/logs"],
        "open": 0,
        "found": 1,
    }
    changes = [fact for _, fact in facts(journal.events, TicketChanged)]
    assert [(fact.change, fact.state) for fact in changes] == [
        ("created", "Todo"),
        ("updated", "In Progress"),
        ("updated", "Done"),
    ]
    assert changes[-1].description == "## Post-Mortem"
    assert {fact.actor for fact in changes} == {"responder"}
    assert [fact.body for _, fact in facts(journal.events, TicketCommented)] == ["Rollback lancé"]
    raw = httpx.post(
        f"{world.urls.linear}/graphql",
        json={"query": '{ issue(id: "POS-1") { completedAt description } }'},
        headers={"authorization": world.tokens.linear_responder},
    ).json()["data"]["issue"]
    assert raw["completedAt"]
    assert raw["description"] == "## Post-Mortem"


def test_its_errors_are_the_sdks_own(world: World) -> None:
    """By the class that the SDK makes of each."""
    told = sdk(
        world,
        """
const failing = async (ask) => { try { await ask(); } catch (error) { return error.constructor.name; } };
const stranger = new LinearClient({ apiKey: "wrong", apiUrl });
console.log(JSON.stringify([
  await failing(() => linear.issue("POS-99")),
  await failing(() => linear.createIssue({ teamId: "nope", title: "x" })),
  await failing(() => stranger.viewer),
]));
""",
    )

    assert told == ["InvalidInputLinearError", "InvalidInputLinearError", "AuthenticationLinearError"]


def test_a_fix_is_planned_for_the_next_sprint(world: World) -> None:
    """Raw GraphQL finds it there."""
    planned = sdk(
        world,
        """
const { nodes: [team] } = await linear.teams();
const following = (await team.cycles()).nodes.find((cycle) => cycle.isNext);
const { issueId } = await linear.createIssue({ teamId: team.id, title: "P2", cycleId: following.id });
console.log(JSON.stringify((await linear.issue(issueId)).identifier));
""",
    )

    found = httpx.post(
        f"{world.urls.linear}/graphql",
        json={"query": "{ issues(filter: {cycle: {number: {eq: 2}}}) { nodes { identifier } } }"},
        headers={"authorization": world.tokens.linear_responder},
    ).json()
    assert found["data"]["issues"]["nodes"] == [{"identifier": planned}]
