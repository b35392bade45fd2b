"""One read of a vendor: every way in which it can fail becomes one sentence."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

WITHIN_S = 5.0
# What a load balancer takes to send the next request to another machine.
_PAUSE_S = 0.5
# A vendor that wants a longer one is not asked again: the whole gate has five minutes.
_LONGEST_PAUSE_S = 5.0
_GATEWAY = frozenset({502, 503, 504})

T = TypeVar("T")


class EvidenceError(Exception):
    """A vendor did not say; the message tells which and why."""


class NotConfiguredError(EvidenceError):
    """Nobody could be asked: the target, or the environment, lacks something; the message tells what."""


class NotFoundError(EvidenceError):
    """A vendor says that there is no such thing."""


async def read(
    client: httpx.AsyncClient,
    vendor: str,
    kind: type[T],
    url: str,
    *,
    query: Mapping[str, str | int] | None = None,
    token: str = "",
) -> T:
    """GET ``url`` and return its JSON as ``kind``; what may be better a moment later is asked once more.

    Raises `EvidenceError`, or `NotFoundError` for a 404.
    """
    headers = {"authorization": f"Bearer {token}"} if token else {}
    answer, tries = await _asked(client, vendor, url, query, headers)
    asked = f"GET {answer.request.url.path}{tries}"
    if answer.status_code == 404:
        raise NotFoundError(f"{vendor} answered 404 to {asked}: {answer.text[:200]}")
    if answer.status_code != 200:
        raise EvidenceError(f"{vendor} answered {answer.status_code} to {asked}: {answer.text[:200]}")
    try:
        return TypeAdapter(kind).validate_json(answer.content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise EvidenceError(
            f"{vendor} answered {asked} in an unknown shape: {where}: {first['msg']}"
        ) from error


async def _asked(
    client: httpx.AsyncClient,
    vendor: str,
    url: str,
    query: Mapping[str, str | int] | None,
    headers: Mapping[str, str],
) -> tuple[httpx.Response, str]:
    """The answer, the second one where the first was none to go by, and then words that say so."""
    asked = f"GET {httpx.URL(url).path}"
    for is_last in (False, True):
        try:
            answer = await client.get(
                url, params=query, headers=headers, timeout=WITHIN_S, follow_redirects=False
            )
        except httpx.TimeoutException as error:
            if is_last:
                raise EvidenceError(
                    f"{vendor} twice did not answer within {WITHIN_S:g} s ({asked})"
                ) from error
            pause_s = _PAUSE_S
        except httpx.HTTPError as error:
            if is_last:
                told = f"{type(error).__name__}: {error}"
                raise EvidenceError(f"{vendor} twice did not answer ({asked}): {told}") from error
            pause_s = _PAUSE_S
        else:
            wanted_s = None if is_last else _pause_s(answer)
            if wanted_s is None:
                return answer, " on the second try" if is_last else ""
            pause_s = wanted_s
        await asyncio.sleep(pause_s)
    raise AssertionError("the last try returns or raises")


def _pause_s(answer: httpx.Response) -> float | None:
    """How long to wait before asking again; None where another answer is not to be expected."""
    if answer.status_code in _GATEWAY:
        return _PAUSE_S
    if answer.status_code == 429:
        told = answer.headers.get("retry-after", "")
        return float(told) if told.isdecimal() and float(told) <= _LONGEST_PAUSE_S else None
    return None
