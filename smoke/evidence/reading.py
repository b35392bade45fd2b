"""One read of a vendor: every way in which it can fail becomes one sentence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import httpx
from pydantic import TypeAdapter, ValidationError

WITHIN_S = 5.0

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
    """GET ``url`` and return its JSON as ``kind``. Raises `EvidenceError`, or `NotFoundError` for a 404."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    asked = f"GET {httpx.URL(url).path}"
    try:
        answer = await client.get(url, params=query, headers=headers, timeout=WITHIN_S)
    except httpx.TimeoutException as error:
        raise EvidenceError(f"{vendor} did not answer within {WITHIN_S:g} s ({asked})") from error
    except httpx.HTTPError as error:
        raise EvidenceError(f"{vendor} did not answer ({asked}): {type(error).__name__}: {error}") from error
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
