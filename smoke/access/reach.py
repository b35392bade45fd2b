"""One cheap request before anything else: does the site answer at all?

A site that refuses, or never answers, has failed; a name that does not resolve, or a machine without a
network, says nothing about it.
"""

from __future__ import annotations

import asyncio
import errno
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from fixtures.http_client import client_for
from fixtures.target import Target
from reports.verdict import Attempt, Check, Outcome

CHECK_ID = "reachable"
WITHIN_S = 10.0
_NO_NETWORK = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
# Of these another request soon may tell more. A name that does not exist will not exist then either.
_MAY_PASS = frozenset({"refused", "no-answer", "name-server", "no-network"})
# A platform says so of an address that it does not know yet.
_NOT_THERE_YET = frozenset({"DEPLOYMENT_NOT_FOUND", "NOT_FOUND"})
_NOBODY_BEHIND = frozenset({502, 503, 504})


@dataclass(frozen=True)
class Answer:
    """What one request came to; ``may_pass`` where another one soon may tell more."""

    outcome: Outcome
    error_class: str | None
    message: str
    may_pass: bool = False


def check_of(answer: Answer, duration_s: float) -> Check:
    """The check that an answer makes; any HTTP answer will do, for what it says the journeys judge."""
    attempt = Attempt(
        outcome=answer.outcome,
        error_class=answer.error_class,
        message=answer.message,
        duration_ms=round(duration_s * 1000, 1),
    )
    return Check(
        id=CHECK_ID,
        kind="http",
        title="The deployment is ready and answers",
        outcome=answer.outcome,
        message=answer.message,
        attempts=[attempt],
    )


async def ask(target: Target, headers: Mapping[str, str]) -> Answer:
    """Ask for the landing page once, without following redirects."""
    address = target.address(target.paths.landing)
    try:
        async with (
            asyncio.timeout(WITHIN_S),
            client_for(target.url, timeout=WITHIN_S) as client,
            client.stream("GET", address, headers=dict(headers)) as answer,
        ):
            return _answered(target, address, answer, headers)
    except (httpx.TimeoutException, TimeoutError):
        message = f"{address} did not answer within {WITHIN_S:g} s"
        return Answer(Outcome.FAIL, "no-answer", message, may_pass=True)
    except httpx.RemoteProtocolError as error:
        # Who hangs up without a word may still be starting.
        message = f"{address} does not speak HTTP: {error}"
        return Answer(Outcome.FAIL, "not-http", message, may_pass="disconnected" in str(error))
    except httpx.HTTPError as error:
        outcome, error_class, message = _connection(address, urlsplit(address).hostname or "", error)
        return Answer(outcome, error_class, message, may_pass=error_class in _MAY_PASS)


def _answered(target: Target, address: str, answer: httpx.Response, headers: Mapping[str, str]) -> Answer:
    if target.protection is None and _is_protected(address, answer):
        message = (
            f"{address} is behind Vercel's deployment protection; "
            f"[target.{target.name or 'NAME'}.protection] with secret_env lets the gate in"
        )
        return Answer(Outcome.INCONCLUSIVE, "protected", message)
    if _wants_a_user(answer):
        return Answer(Outcome.INCONCLUSIVE, "protected", f"{address} {_of_basic(target, headers)}")
    status = answer.status_code
    not_there = status == 404 and answer.headers.get("x-vercel-error") in _NOT_THERE_YET
    may_pass = not_there or status in _NOBODY_BEHIND
    return Answer(Outcome.PASS, None, f"{address} answers (HTTP {status})", may_pass)


def _is_protected(address: str, answer: httpx.Response) -> bool:
    """Whether Vercel wants a login first: its page for that leads elsewhere, or sets its own nonce."""
    leads_to = urlsplit(urljoin(address, answer.headers.get("location", "")))
    by_redirect = leads_to.hostname == "vercel.com" and leads_to.path.startswith("/sso")
    return by_redirect or "_vercel_sso_nonce" in answer.headers.get("set-cookie", "")


def _wants_a_user(answer: httpx.Response) -> bool:
    asked = answer.headers.get("www-authenticate", "").lower()
    return answer.status_code == 401 and "basic" in asked


def _of_basic(target: Target, headers: Mapping[str, str]) -> str:
    """What to do about a site that asks for HTTP basic authentication."""
    auth = target.basic_auth
    if auth is None:
        table = f"[target.{target.name or 'NAME'}.basic_auth]"
        return f"asks for HTTP basic authentication; {table} with user_env and password_env lets the gate in"
    if "authorization" not in headers:
        return f"asks for HTTP basic authentication, and ${auth.user_env} or ${auth.password_env} is not set"
    return f"did not take the user name of ${auth.user_env} with the password of ${auth.password_env}"


def _connection(address: str, host: str, error: httpx.HTTPError) -> tuple[Outcome, str, str]:
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            error_class = "name-server" if cause.errno == socket.EAI_AGAIN else "unknown-name"
            message = f"the name {host!r} does not resolve: {cause.strerror}"
            return Outcome.INCONCLUSIVE, error_class, message
        if isinstance(cause, ssl.SSLError):
            return Outcome.FAIL, "tls", f"{address}: the secure connection failed: {cause.reason or cause}"
        if isinstance(cause, OSError) and cause.errno in _NO_NETWORK:
            return Outcome.INCONCLUSIVE, "no-network", f"no network to reach {host!r}: {cause.strerror}"
        if isinstance(cause, ConnectionRefusedError):
            return Outcome.FAIL, "refused", f"the connection to {address} is refused: nothing listens there"
        if isinstance(cause, ConnectionResetError):
            return Outcome.FAIL, "no-answer", f"{address} hangs up without an answer; does it speak HTTP?"
    return Outcome.FAIL, "no-answer", f"{address} gave no answer: {type(error).__name__}: {error}"


def _causes(first: BaseException) -> Iterator[BaseException]:
    """An error and what led to it, groups opened, each once: such chains can lead back to themselves."""
    waiting: list[BaseException | None] = [first]
    seen: set[int] = set()
    while waiting:
        error = waiting.pop()
        if error is None or id(error) in seen:
            continue
        seen.add(id(error))
        yield error
        waiting += [error.__context__, error.__cause__]
        if isinstance(error, BaseExceptionGroup):
            waiting += error.exceptions
