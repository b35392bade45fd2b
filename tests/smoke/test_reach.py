"""Whether the site answers at all."""

from __future__ import annotations

import errno
import socket
import threading

import httpx
import pytest

from fixtures.target import Protection, Target
from reports.verdict import Outcome
from smoke.access import reach as module
from smoke.access.reach import Answer, ask
from tests.smoke.stub import Page, Stub

pytestmark = pytest.mark.anyio
SITE = Target(url="https://postry.example")


async def asked(target: Target) -> Answer:
    """One request."""
    return await ask(target, {"user-agent": "firedrill-gate/x"})


@pytest.mark.parametrize(
    ("status", "outcome"),
    [(200, "pass"), (204, "pass"), (404, "fail"), (410, "fail"), (500, "fail"), (503, "fail")],
)
async def test_a_site_that_can_be_visited_answers_below_400(status: int, outcome: str) -> None:
    """Where it answers at all, the journeys have something to walk."""
    with Stub({"/": Page(status=status)}) as site:
        check = await asked(Target(url=site.url))

    assert (check.outcome, check.is_visited) == (outcome, True)
    assert site.seen[0][1]["user-agent"] == "firedrill-gate/x"


@pytest.mark.parametrize(
    ("status", "headers", "said"),
    [
        (429, {"x-vercel-mitigated": "challenge"}, "Vercel's firewall"),
        (403, {"cf-mitigated": "challenge"}, "Cloudflare's firewall"),
        (200, {"x-vercel-mitigated": "challenge"}, "Vercel's firewall"),
        (401, {"server": "Vercel"}, "is protected"),
        (302, {"location": "https://us.cloudflareaccess.com/cdn-cgi/access/login"}, "is protected"),
    ],
)
async def test_a_door_that_is_not_the_sites_says_nothing_of_it(
    monkeypatch: pytest.MonkeyPatch, status: int, headers: dict[str, str], said: str
) -> None:
    """A firewall's challenge, a preview for the team alone: and what to do about it."""
    answering(monkeypatch, httpx.Response(status, headers=headers))

    answer = await asked(SITE)

    assert (answer.outcome, answer.is_visited, answer.may_pass) == (Outcome.INCONCLUSIVE, False, False)
    assert said in answer.message
    assert "nothing of the site was seen" in answer.message


async def test_a_firewall_that_denies_is_the_sites_own_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    """No challenge, which a person would pass: nobody gets in."""
    answering(monkeypatch, httpx.Response(403, headers={"x-vercel-mitigated": "deny"}))

    assert (await asked(SITE)).outcome is Outcome.FAIL


async def test_a_closed_port_has_failed() -> None:
    """The site refuses."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        check = await asked(Target(url=f"http://127.0.0.1:{held.getsockname()[1]}"))

    assert check.outcome is Outcome.FAIL
    assert check.error_class == "refused"
    assert "refused" in check.message


async def test_a_site_that_never_answers_has_failed(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a while; here a short one."""
    monkeypatch.setattr(module, "WITHIN_S", 0.2)
    with Stub({"/": Page(hangs=True)}) as site:
        check = await asked(Target(url=site.url))

    assert check.outcome is Outcome.FAIL
    assert check.error_class == "no-answer"


async def test_something_that_is_not_http_has_failed() -> None:
    """A mail server is not a web site."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def greet() -> None:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"220 mail.example ESMTP\r\n\r\n")
                connection.recv(65536)

        thread = threading.Thread(target=greet)
        thread.start()
        check = await asked(Target(url=f"http://127.0.0.1:{server.getsockname()[1]}"))
        thread.join()

    assert check.outcome is Outcome.FAIL
    assert (check.error_class, check.may_pass) == ("not-http", False)
    assert "does not speak HTTP" in check.message


async def test_a_site_that_hangs_up_may_be_starting() -> None:
    """It takes the connection and lets it go without a word."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()

        def hang_up() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)

        thread = threading.Thread(target=hang_up)
        thread.start()
        check = await asked(Target(url=f"http://127.0.0.1:{server.getsockname()[1]}"))
        thread.join()

    assert check.outcome is Outcome.FAIL
    assert check.may_pass


async def test_a_redirect_is_followed_without_what_is_for_the_target_alone() -> None:
    """It is where that leads that can be visited, or not; there, too, the gate says who it is."""
    sent = {"user-agent": "firedrill-gate/x", "authorization": "Basic abc"}
    with Stub({"/": Page(status=503)}) as other, Stub({"/": Page(status=302, location=other.url)}) as site:
        check = await ask(Target(url=site.url), sent)

    assert (check.outcome, check.error_class) == (Outcome.FAIL, "gateway")
    assert check.message.startswith(other.url)
    assert [site.seen[0][1].get(name) for name in sent] == ["firedrill-gate/x", "Basic abc"]
    assert [other.seen[0][1].get(name) for name in sent] == ["firedrill-gate/x", None]


async def test_a_redirect_that_leads_on_and_on_has_failed() -> None:
    """To itself."""
    with Stub({"/": Page(status=302, location="/")}) as site:
        check = await asked(Target(url=site.url))

    assert (check.outcome, check.error_class) == (Outcome.FAIL, "redirect-loop")


@pytest.mark.parametrize(
    ("cause", "outcome", "said"),
    [
        (
            socket.gaierror(socket.EAI_NONAME, "Name or service not known"),
            Outcome.INCONCLUSIVE,
            "does not resolve",
        ),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), Outcome.INCONCLUSIVE, "no network"),
        (OSError(errno.EHOSTUNREACH, "No route to host"), Outcome.FAIL, "no answer"),
    ],
)
async def test_what_says_nothing_about_the_site_is_inconclusive(
    monkeypatch: pytest.MonkeyPatch, cause: OSError, outcome: Outcome, said: str
) -> None:
    """A name that does not resolve, or a machine without a network."""

    async def fail(*_: object) -> httpx.Response:
        raise httpx.ConnectError("all attempts failed") from ExceptionGroup("attempts", [cause])

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", fail)

    check = await asked(SITE)

    assert check.outcome is outcome
    assert said in check.message
    assert check.may_pass is not isinstance(cause, socket.gaierror)


async def test_a_name_server_that_is_away_may_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unlike a name that there is not."""

    async def fail(*_: object) -> httpx.Response:
        raise httpx.ConnectError("") from socket.gaierror(socket.EAI_AGAIN, "Temporary failure")

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", fail)

    assert (await asked(SITE)).may_pass


@pytest.mark.parametrize(
    ("status", "headers", "may_pass"),
    [
        (200, {}, False),
        (500, {}, False),
        (404, {}, False),
        (404, {"x-vercel-error": "DEPLOYMENT_NOT_FOUND"}, True),
        (502, {}, True),
        (503, {}, True),
        (504, {}, True),
    ],
)
async def test_what_may_be_better_soon_is_told(
    monkeypatch: pytest.MonkeyPatch, status: int, headers: dict[str, str], may_pass: bool
) -> None:
    """A platform that does not know the address yet, a gateway with nobody behind it."""
    answering(monkeypatch, httpx.Response(status, headers=headers))

    assert (await asked(SITE)).may_pass is may_pass


@pytest.mark.parametrize(
    "headers",
    [{"location": "https://vercel.com/sso-api?url=x"}, {"set-cookie": "_vercel_sso_nonce=abc; Path=/"}],
)
async def test_a_protected_deployment_is_inconclusive_where_nothing_lets_in(
    monkeypatch: pytest.MonkeyPatch, headers: dict[str, str]
) -> None:
    """And says which table to write; with that table it is an answer like others."""
    answering(monkeypatch, httpx.Response(302, headers=headers))
    protected = SITE.model_copy(update={"protection": Protection(secret_env="BYPASS")})

    without, with_secret = await asked(SITE), await asked(protected)

    assert without.outcome is Outcome.INCONCLUSIVE
    assert "protection" in without.message
    assert with_secret.outcome is Outcome.PASS


def answering(monkeypatch: pytest.MonkeyPatch, answer: httpx.Response) -> None:
    """Let every request have this answer."""

    async def answered(*_: object) -> httpx.Response:
        return answer

    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", answered)
