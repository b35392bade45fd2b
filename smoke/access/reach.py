"""One cheap request before anything else: does the site answer as one that can be visited?

A site that refuses, never answers, or answers 400 or more has failed; a name that does not resolve, or a
machine without a network, says nothing about it, nor does a door that is not the site's own: a firewall's
challenge, a protected deployment.
"""

from __future__ import annotations

import asyncio
import errno
import re
import socket
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

import httpx

from fixtures.http_client import client_for
from fixtures.origin import origin
from fixtures.target import Target
from reports.verdict import Attempt, Check, Outcome
from smoke import marks

CHECK_ID = "reachable"
WITHIN_S = 10.0
_NO_NETWORK = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}
# Of these another request soon may tell more. A name that does not exist will not exist then either.
_MAY_PASS = frozenset({"refused", "no-answer", "name-server", "no-network"})
# A platform says so of an address that it does not know yet.
_NOT_THERE_YET = frozenset({"DEPLOYMENT_NOT_FOUND", "NOT_FOUND"})
_NOBODY_BEHIND = frozenset({502, 503, 504})
# The header in which a firewall says that it wants to see a person: Vercel's and Cloudflare's.
_CHALLENGES = {"x-vercel-mitigated": "Vercel", "cf-mitigated": "Cloudflare"}
# Who asks for a login in front of a deployment.
_DOORS = re.compile(r"^(vercel\.com/sso|[\w-]+\.cloudflareaccess\.com/)")
_MOST_HOPS = 10


@dataclass(frozen=True)
class Answer:
    """What one request came to; ``may_pass`` where another one soon may tell more.

    ``is_visited`` is whether the site itself answered: then its pages can be walked, whatever it said.
    """

    outcome: Outcome
    error_class: str | None
    message: str
    may_pass: bool = False
    is_visited: bool = False


def check_of(answer: Answer, duration_s: float, blip: Answer | None = None) -> Check:
    """The check that an answer makes; one that came only after a ``blip`` is flaky."""
    bridged = blip if answer.outcome is Outcome.PASS else None
    return Check(
        id=CHECK_ID,
        kind="http",
        title="The deployment is ready and answers",
        outcome=Outcome.FLAKY if bridged else answer.outcome,
        message=f"{answer.message}; before that: {bridged.message}" if bridged else answer.message,
        attempts=[_attempt(each, duration_s) for each in (bridged, answer) if each],
    )


def _attempt(answer: Answer, duration_s: float) -> Attempt:
    return Attempt(
        outcome=answer.outcome,
        error_class=answer.error_class,
        message=answer.message,
        duration_ms=round(duration_s * 1000, 1),
    )


async def ask(target: Target, headers: Mapping[str, str]) -> Answer:
    """Ask for the landing page once, and for where that leads; elsewhere ``headers`` are the marks only."""
    address = target.address(target.paths.landing)
    try:
        async with asyncio.timeout(WITHIN_S), client_for(target.url, timeout=WITHIN_S) as client:
            for _ in range(_MOST_HOPS):
                is_away = origin(address) != origin(target.url)
                theirs = marks.only(headers) if is_away else dict(headers)
                async with client.stream("GET", address, headers=theirs) as answer:
                    leads_to = urljoin(address, answer.headers.get("location", ""))
                    if not answer.has_redirect_location or _is_door(leads_to):
                        return _answered(target, address, answer, headers)
                address = leads_to
            message = f"{target.address(target.paths.landing)} leads on and on, {_MOST_HOPS} times at least"
            return Answer(Outcome.FAIL, "redirect-loop", message)
    except (httpx.TimeoutException, TimeoutError):
        message = f"{address} did not answer within {WITHIN_S:g} s"
        return Answer(Outcome.FAIL, "no-answer", message, may_pass=True)
    except httpx.RemoteProtocolError as error:
        # Who hangs up without a word may still be starting.
        message = f"{address} does not speak HTTP: {error}"
        return Answer(Outcome.FAIL, "not-http", message, may_pass="disconnected" in str(error))
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        outcome, error_class, message = _connection(address, urlsplit(address).hostname or "", error)
        return Answer(outcome, error_class, message, may_pass=error_class in _MAY_PASS)


def _answered(target: Target, address: str, answer: httpx.Response, headers: Mapping[str, str]) -> Answer:
    status = answer.status_code
    if firewall := _challenge(answer):
        message = (
            f"{address} is behind {firewall}'s firewall, which challenges the gate as a robot "
            f"(HTTP {status}): nothing of the site was seen; let the user agent firedrill-gate through "
            "in its rules"
        )
        return Answer(Outcome.INCONCLUSIVE, "challenge", message)
    if _wants_a_user(answer):
        return Answer(Outcome.INCONCLUSIVE, "protected", f"{address} {_of_basic(target, headers)}")
    if status == 401 or _is_protected(address, answer):
        if target.protection is not None:  # how to get in is known, and comes next
            return Answer(
                Outcome.PASS, None, f"{address} answers (HTTP {status}), protected", is_visited=True
            )
        table = f"[target.{target.name or 'NAME'}.protection]"
        message = (
            f"{address} is protected (HTTP {status}): nothing of the site was seen; {table} with secret_env "
            "lets the gate in where that is Vercel's deployment protection"
        )
        return Answer(Outcome.INCONCLUSIVE, "protected", message)
    not_there = status == 404 and answer.headers.get("x-vercel-error") in _NOT_THERE_YET
    told = f"{address} answers (HTTP {status})"
    if status < 400:
        return Answer(Outcome.PASS, None, told, is_visited=True)
    error_class = "http-4xx" if status < 500 else "gateway" if status in _NOBODY_BEHIND else "http-5xx"
    may_pass = not_there or status in _NOBODY_BEHIND
    return Answer(Outcome.FAIL, error_class, told, may_pass, is_visited=not not_there)


def _challenge(answer: httpx.Response) -> str:
    """Whose firewall it is that wants a person, or nothing."""
    return next((whose for name, whose in _CHALLENGES.items() if answer.headers.get(name) == "challenge"), "")


def _is_door(address: str) -> bool:
    """Whether somebody's login stands there, in front of the site."""
    parts = urlsplit(address)
    return _DOORS.match(f"{parts.hostname or ''}{parts.path or '/'}") is not None


def _is_protected(address: str, answer: httpx.Response) -> bool:
    """Whether a login is wanted first: the answer leads to it, or sets Vercel's own nonce for it."""
    leads_to = urljoin(address, answer.headers.get("location", ""))
    return _is_door(leads_to) or "_vercel_sso_nonce" in answer.headers.get("set-cookie", "")


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


def _connection(address: str, host: str, error: Exception) -> tuple[Outcome, str, str]:
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
