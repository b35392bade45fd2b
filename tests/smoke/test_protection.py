"""The way into a protected deployment, against what a platform may answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest

from fixtures.target import Protection, Target
from smoke.access.protection import NoEntryError, let_in
from smoke.handed import Cookie

SECRET = "bypass-me-9f2c"
PROTECTION = Protection(secret_env="BYPASS")
Answer = Callable[[httpx.Request], httpx.Response]


def ask(answer: Answer, url: str = "https://preview.example") -> tuple[list[Cookie], list[httpx.Request]]:
    """The cookies, and the requests that were made."""
    asked: list[httpx.Request] = []

    def answered(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answer(request)

    async def run() -> list[Cookie]:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answered)) as client:
            return await let_in(client, Target(url=url), PROTECTION, SECRET, {"user-agent": "gate"})

    try:
        return asyncio.run(run()), asked
    finally:
        assert len(asked) == 1, "one request, whatever the answer"


def redirect(to: str, *cookies: str) -> Answer:
    """Vercel's answer to a good secret, or an attacker's."""
    headers = [("location", to), *(("set-cookie", cookie) for cookie in cookies)]
    return lambda _: httpx.Response(307, headers=headers)


def test_the_secret_becomes_a_cookie_of_the_targets_own_host() -> None:
    """In one request with the headers of Vercel's; the redirect is not followed."""
    cookies, (request,) = ask(redirect("/", "_vercel_jwt=abc; Path=/; HttpOnly; Secure; SameSite=Lax"))

    assert request.headers["x-vercel-protection-bypass"] == SECRET
    assert request.headers["x-vercel-set-bypass-cookie"] == "true"
    assert request.headers["user-agent"] == "gate"
    assert cookies == [
        {
            "name": "_vercel_jwt",
            "value": "abc",
            "domain": "preview.example",
            "path": "/",
            "httpOnly": True,
            "secure": True,
            "sameSite": "Lax",
        }
    ]


def test_a_cookie_for_a_wider_domain_stays_with_this_host() -> None:
    """Nobody else is to get it."""
    (cookie,), _ = ask(redirect("/", "_vercel_jwt=abc; Domain=.example; SameSite=None; Secure"))

    assert cookie["domain"] == "preview.example"
    assert cookie["sameSite"] == "None"


def test_on_plain_http_the_cookie_is_usable() -> None:
    """A browser refuses SameSite=None without Secure."""
    (cookie,), _ = ask(redirect("/", "_vercel_jwt=abc; SameSite=None; Secure"), "http://127.0.0.1:1")

    assert (cookie["secure"], cookie["sameSite"]) == (False, "Lax")


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (redirect("https://sso.vendor.example/login"), "leads to sso.vendor.example"),
        (
            redirect("https://preview.example.evil.example/", "_vercel_jwt=abc"),
            "preview.example.evil.example",
        ),
        (lambda _: httpx.Response(401), "answered 401"),
        (lambda _: httpx.Response(200), "set no cookie"),
    ],
)
def test_what_does_not_let_in_is_told_without_the_secret(answer: Answer, said: str) -> None:
    """And which variable holds it."""
    with pytest.raises(NoEntryError, match=said) as refused:
        ask(answer)

    assert "$BYPASS" in str(refused.value)
    assert SECRET not in str(refused.value)


def test_no_answer_is_no_entry() -> None:
    """One sentence."""

    def fails(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError(f"no route, {SECRET}", request=request)

    with pytest.raises(NoEntryError, match="no answer") as refused:
        ask(fails)

    assert SECRET not in str(refused.value)
