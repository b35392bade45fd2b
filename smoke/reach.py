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
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx

from fixtures.target import Target
from reports.verdict import Attempt, Check, Outcome

CHECK_ID = "reachable"
WITHIN_S = 10.0
_NO_NETWORK = {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL}


def is_loopback(url: str) -> bool:
    """Whether this address is on this machine, where no proxy has a place."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def reach(target: Target, headers: Mapping[str, str]) -> Check:
    """Ask for the landing page once; any HTTP answer will do, for what it says the journeys judge."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    outcome, error_class, message = await _ask(target, headers)
    attempt = Attempt(
        outcome=outcome,
        error_class=error_class,
        message=message,
        duration_ms=round((loop.time() - begun) * 1000, 1),
    )
    return Check(
        id=CHECK_ID,
        kind="http",
        title="The site answers",
        outcome=outcome,
        message=message,
        attempts=[attempt],
    )


async def _ask(target: Target, headers: Mapping[str, str]) -> tuple[Outcome, str | None, str]:
    address = target.address(target.paths.landing)
    try:
        async with (
            asyncio.timeout(WITHIN_S),
            httpx.AsyncClient(timeout=WITHIN_S, trust_env=not is_loopback(target.url)) as client,
            client.stream("GET", address, headers=dict(headers)) as answer,
        ):
            return Outcome.PASS, None, f"{address} answers (HTTP {answer.status_code})"
    except (httpx.TimeoutException, TimeoutError):
        return Outcome.FAIL, "no-answer", f"{address} did not answer within {WITHIN_S:g} s"
    except httpx.RemoteProtocolError as error:
        return Outcome.FAIL, "not-http", f"{address} does not speak HTTP: {error}"
    except httpx.HTTPError as error:
        return _connection(address, urlsplit(address).hostname or "", error)


def _connection(address: str, host: str, error: httpx.HTTPError) -> tuple[Outcome, str, str]:
    for cause in _causes(error):
        if isinstance(cause, socket.gaierror):
            return (
                Outcome.INCONCLUSIVE,
                "unknown-name",
                f"the name {host!r} does not resolve: {cause.strerror}",
            )
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
