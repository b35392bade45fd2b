"""The way into a protected deployment: the secret is exchanged for a cookie, on the target's own origin only.

Source: Vercel's Protection Bypass for Automation. The browser never learns the secret.
"""

from __future__ import annotations

from collections.abc import Mapping
from http.cookies import Morsel, SimpleCookie
from urllib.parse import urljoin, urlsplit

import httpx

from fixtures.origin import origin
from fixtures.target import Protection, Target
from smoke.handed import Cookie

WITHIN_S = 10.0


class NoEntryError(Exception):
    """The deployment does not let the gate in; the message says why, without the secret."""


async def let_in(
    client: httpx.AsyncClient, target: Target, protection: Protection, secret: str, headers: Mapping[str, str]
) -> list[Cookie]:
    """The cookies that let in. No redirect is followed. Raises `NoEntryError`."""
    address = target.address(protection.path)
    asked = {**headers, protection.header: secret, "x-vercel-set-bypass-cookie": "true"}
    try:
        answer = await client.get(address, headers=asked, follow_redirects=False, timeout=WITHIN_S)
    except httpx.HTTPError as error:
        raise NoEntryError(f"{address} gave no answer to the bypass: {type(error).__name__}") from error
    leads_to = urljoin(address, answer.headers.get("location", ""))
    if origin(leads_to) != origin(address):
        raise NoEntryError(
            f"the deployment is protected and did not take the secret of ${protection.secret_env}: "
            f"it leads to {urlsplit(leads_to).hostname}"
        )
    if answer.status_code >= 400:
        raise NoEntryError(
            f"the deployment is protected and did not take the secret of ${protection.secret_env}: "
            f"GET {protection.path} answered {answer.status_code}"
        )
    cookies = [
        cookie
        for line in answer.headers.get_list("set-cookie")
        for morsel in SimpleCookie(line).values()
        if (cookie := _cookie(morsel, target.url))
    ]
    if not cookies:
        raise NoEntryError(
            f"GET {protection.path} took the secret of ${protection.secret_env} and set no cookie; "
            f"is {protection.header} the right header?"
        )
    return cookies


def _cookie(morsel: Morsel[str], url: str) -> Cookie:
    """A cookie of the target's own host, as Playwright takes it."""
    secure = urlsplit(url).scheme == "https"
    same_site = morsel["samesite"].capitalize() or "Lax"
    return {
        "name": morsel.key,
        "value": morsel.value,
        # Of this host alone, whatever the answer says: no other one is to get it.
        "domain": urlsplit(url).hostname or "",
        "path": morsel["path"] or "/",
        "httpOnly": bool(morsel["httponly"]),
        "secure": secure and bool(morsel["secure"]),
        "sameSite": same_site if secure or same_site != "None" else "Lax",
    }
