"""The SDKs of Python and JavaScript report, sentry-cli works on what came in, and the on-call is mailed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
import sentry_sdk

from fixtures.world import World
from tests.clients import found
from tests.clients.running import environment, javascript, run

pytestmark = pytest.mark.clients

JS = """
import * as Sentry from "@sentry/node";
Sentry.init({ dsn: process.env.SENTRY_DSN, release: "abc", tracesSampleRate: 1 });
Sentry.setUser({ id: "user-1" });
Sentry.startSpan({ name: "GET /dashboard", op: "http.server" }, () => {
  try { undefined.id } catch (error) { Sentry.captureException(error) }
});
Sentry.captureMessage("Trop lent", "warning");
await Sentry.flush(5000);
console.log("null");
"""


def shell(world: World) -> dict[str, str]:
    """A responder's environment, with the address that the application reports to."""
    dsn = world.urls.sentry.replace("://", f"://{world.tokens.sentry_dsn_key}@") + "/1"
    return {**environment(world), "SENTRY_DSN": dsn}


def web(world: World, path: str, **query: str) -> Any:
    """What the web API says to the gate."""
    token = {"authorization": f"Bearer {world.tokens.sentry_gate}"}
    answer = httpx.get(f"{world.urls.sentry}/api/0{path}", params=query, headers=token)
    assert answer.status_code == 200, answer.text
    return answer.json()


def counted(world: World, query: str) -> int:
    """How many events of the last day a search finds, over all intervals."""
    stats = web(world, "/organizations/postry/events-stats/", query=query)
    return sum(bucket["count"] for _, (bucket,) in stats["data"])


def report(world: World, *values: str, level: str = "error") -> None:
    """One exception each, by the Python SDK."""
    client = sentry_sdk.Client(dsn=shell(world)["SENTRY_DSN"], release="abc", default_integrations=False)
    with sentry_sdk.isolation_scope() as scope:
        scope.set_client(client)
        for value in values:
            scope.set_level(level)  # type: ignore[arg-type]
            scope.capture_exception(ValueError(value))
    client.close(timeout=10)


def cli(world: World, *arguments: str) -> str:
    """What sentry-cli prints; it must succeed."""
    ended = run([found.command("sentry-cli"), *arguments], shell(world))
    assert ended.rc == 0, ended.err
    return ended.out


def statuses(world: World) -> dict[str, str]:
    """Each issue's status, by its title."""
    issues = web(world, "/projects/postry/postry-web/issues/", query="")
    return {issue["title"]: issue["status"] for issue in issues}


def test_the_javascript_sdk_reports_errors_messages_and_requests(world: World) -> None:
    """The error rate is that of what came in."""
    javascript(JS, shell(world))

    assert statuses(world) == {
        "TypeError: Cannot read properties of undefined (reading 'id')": "unresolved",
        "Trop lent": "unresolved",
    }
    assert counted(world, "event.type:error level:error") == 1
    assert counted(world, "event.type:transaction release:abc") == 1, "the site reports its own requests too"


def test_the_cli_lists_what_the_runbook_looks_for(world: World) -> None:
    """Unresolved errors, with the releases, events and projects that they are of."""
    report(world, "connexion perdue", "connexion perdue")
    report(world, "lent", level="warning")

    listed = cli(world, "issues", "list", "--query", "is:unresolved level:error")

    assert "ValueError: connexion perdue" in listed
    assert "ValueError: lent" not in listed
    assert "ValueError: lent" in cli(world, "events", "list")
    assert "abc" in cli(world, "releases", "list")
    assert "postry-web" in cli(world, "projects", "list")
    assert "postry" in cli(world, "organizations", "list")
    assert "responder@postry.ai" in cli(world, "info")


def test_the_cli_sends_an_event(world: World) -> None:
    """It is an issue."""
    cli(world, "send-event", "-m", "essai", "-l", "error")

    assert statuses(world) == {"essai": "unresolved"}


def test_the_cli_resolves_mutes_and_opens_again(world: World) -> None:
    """What comes in after that opens a resolved one, and only that."""
    report(world, "un", "deux", "trois")
    listed = web(world, "/projects/postry/postry-web/issues/")
    first = {issue["metadata"]["value"]: issue["id"] for issue in listed}

    cli(world, "issues", "resolve", "-i", first["un"])
    cli(world, "issues", "mute", "-i", first["deux"])
    cli(world, "issues", "resolve", "--next-release", "-i", first["trois"])
    assert statuses(world) == {
        "ValueError: un": "resolved",
        "ValueError: deux": "ignored",
        "ValueError: trois": "resolved",
    }

    report(world, "un", "deux", "trois")
    assert statuses(world) == {
        "ValueError: un": "unresolved",
        "ValueError: deux": "ignored",
        "ValueError: trois": "resolved",
    }
    cli(world, "issues", "unresolve", "-i", first["deux"])
    assert statuses(world)["ValueError: deux"] == "unresolved"


def test_eleven_errors_are_a_mail_to_whoever_is_on_call(world: World) -> None:
    """One mail, as the mailbox's own API shows it; a rule without a threshold speaks at once."""
    report(world, *["connexion perdue"] * 30)
    token = {"authorization": f"Bearer {world.tokens.mailbox_responder}"}
    mailbox = f"{world.urls.mailbox}/api/v1/search?query=to:astreinte@postry.ai"

    (mail,) = httpx.get(mailbox, headers=token).json()["messages"]

    assert mail["Subject"] == "[Sentry] POSTRY-WEB-1 - ValueError: connexion perdue"
    rules = f"{world.urls.sentry}/api/0/projects/postry/postry-web/rules/"
    writer = {"authorization": f"Bearer {world.tokens.sentry_responder}"}
    rule = httpx.get(f"{rules}1/", headers=writer).json()
    condition = {"id": "sentry.rules.conditions.first_seen_event.FirstSeenEventCondition"}
    httpx.put(f"{rules}1/", json=rule | {"conditions": [condition]}, headers=writer)
    report(world, "une autre")
    assert httpx.get(mailbox, headers=token).json()["messages_count"] == 2


def test_the_cli_without_a_good_token(world: World) -> None:
    """Says so, and changes nothing."""
    report(world, "un")
    stranger = {**shell(world), "SENTRY_AUTH_TOKEN": "wrong"}

    ended = run([found.command("sentry-cli"), "issues", "resolve", "-a"], stranger)

    assert ended.rc == 1
    assert "401" in ended.err
    assert statuses(world) == {"ValueError: un": "unresolved"}
