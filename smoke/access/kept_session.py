"""How a site keeps a Supabase session in the browser, in the shape of Playwright's ``storage_state``.

Sources: ``createChunks`` of @supabase/ssr 0.7, ``stringifySupabaseSession`` of @supabase/auth-helpers-shared
0.7, and the storage of supabase-js.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from fixtures.origin import origin
from fixtures.vendor_settings import Supabase
from smoke.handed import Cookie

# Of both libraries: a longer value is split over several cookies.
_LONGEST_COOKIE = 3180


def kept(session: Mapping[str, Any], settings: Supabase, url: str) -> dict[str, Any]:
    """A session as GoTrue gives it, kept for the site at ``url``."""
    if settings.session == "local-storage":
        item = {"name": settings.session_cookie, "value": json.dumps(session)}
        return {"cookies": [], "origins": [{"origin": origin(url), "localStorage": [item]}]}
    value = _of_ssr(session) if settings.session == "ssr" else _of_auth_helpers(session)
    pieces = [value[at : at + _LONGEST_COOKIE] for at in range(0, len(value), _LONGEST_COOKIE)]
    name = settings.session_cookie
    names = [name] if len(pieces) == 1 else [f"{name}.{number}" for number in range(len(pieces))]
    cookies = [_cookie(each, quote(piece), url) for each, piece in zip(names, pieces, strict=True)]
    return {"cookies": cookies, "origins": []}


def secrets_in(state: Mapping[str, Any]) -> dict[str, str]:
    """The values that are kept: a session that is cut may be cut in the middle of a token."""
    cookies = {f"cookie {cookie['name']}": str(cookie["value"]) for cookie in state["cookies"]}
    items = [item for each in state["origins"] for item in each["localStorage"]]
    return {**cookies, **{f"stored {item['name']}": str(item["value"]) for item in items}}


def _of_ssr(session: Mapping[str, Any]) -> str:
    return "base64-" + base64.urlsafe_b64encode(json.dumps(session).encode()).rstrip(b"=").decode()


def _of_auth_helpers(session: Mapping[str, Any]) -> str:
    """The tokens alone; whose they are is read from the access token."""
    factors = (session.get("user") or {}).get("factors")
    providers = (session.get("provider_token"), session.get("provider_refresh_token"))
    return json.dumps([session["access_token"], session["refresh_token"], *providers, factors])


def _cookie(name: str, value: str, url: str) -> Cookie:
    parts = urlsplit(url)
    return {
        "name": name,
        "value": value,
        "domain": parts.hostname or "",
        "path": "/",
        "expires": -1,
        "httpOnly": False,
        "secure": parts.scheme == "https",
        "sameSite": "Lax",
    }
