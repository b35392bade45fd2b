"""Look at the site as a user does."""

from __future__ import annotations

import time
from dataclasses import dataclass

import httpx

from drills.actions.wire import Wire

_PAGES = ("/", "/quiz", "/login", "/dashboard")


@dataclass(frozen=True)
class Page:
    """What a page came to. ``status`` is None where there was no answer; ``took_s`` is real time."""

    status: int | None
    text: str
    took_s: float


async def is_down(wire: Wire) -> bool:
    """Whether the landing page fails."""
    try:
        answer = await wire.client.get(wire.postry_url)
    except httpx.HTTPError:
        return True
    return answer.status_code >= 500


async def look_around(wire: Wire) -> dict[str, Page]:
    """Every page once, by its path, with the team's own test account where it lets us in."""
    headers = await _session(wire)
    return {path: await _look(wire, path, headers) for path in _PAGES}


async def _look(wire: Wire, path: str, headers: dict[str, str]) -> Page:
    begun = time.monotonic()
    try:
        answer = await wire.client.get(wire.postry_url + path, headers=headers)
    except httpx.HTTPError:
        return Page(None, "", time.monotonic() - begun)
    return Page(answer.status_code, answer.text, time.monotonic() - begun)


async def _session(wire: Wire) -> dict[str, str]:
    """The header of a session; without one where nobody is let in."""
    given = {"email": wire.smoke_email, "password": wire.smoke_password}
    try:
        answer = await wire.client.post(f"{wire.postry_url}/api/login", json=given)
    except httpx.HTTPError:
        return {}
    cookie = "; ".join(f"{name}={value}" for name, value in answer.cookies.items())
    wire.client.cookies.clear()
    return {"cookie": cookie} if cookie else {}
