"""A session as each library of Supabase keeps it in the browser."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

import pytest

from fixtures.vendor_settings import Supabase
from smoke.access.kept_session import kept, secrets_in

URL = "https://scribely.example"
SESSION: dict[str, Any] = {
    "access_token": "a.b.c",
    "refresh_token": "r",
    "expires_at": 1,
    "user": {"id": "u", "factors": None},
}


def settings(**more: Any) -> Supabase:
    """A project of this name."""
    return Supabase(url="https://abcdef.supabase.co", anon_key_env="ANON", **more)


def test_auth_helpers_keep_the_tokens_alone_in_a_list() -> None:
    """In a cookie, encoded as cookies are; their order is the library's."""
    state = kept(SESSION, settings(session="auth-helpers"), URL)

    (cookie,) = state["cookies"]
    assert cookie["name"] == "sb-abcdef-auth-token"
    assert json.loads(unquote(cookie["value"])) == ["a.b.c", "r", None, None, None]
    assert cookie["secure"]
    assert '"' not in cookie["value"]


def test_supabase_js_keeps_it_whole_under_the_sites_origin() -> None:
    """And no cookie is set."""
    state = kept(SESSION, settings(session="local-storage", cookie="mine"), URL)

    (origin,) = state["origins"]
    (item,) = origin["localStorage"]
    assert (state["cookies"], origin["origin"], item["name"]) == ([], URL, "mine")
    assert json.loads(item["value"]) == SESSION


@pytest.mark.parametrize("session", ["ssr", "auth-helpers", "local-storage"])
def test_whatever_is_kept_is_a_secret(session: str) -> None:
    """Long ones in pieces, each of them."""
    long = {**SESSION, "access_token": "a" * 7000}
    state = kept(long, settings(session=session), URL)

    values = secrets_in(state).values()
    text = json.dumps(state)
    assert len(values) == (1 if session == "local-storage" else len(state["cookies"]) or None)
    assert all(json.dumps(value)[1:-1] in text for value in values)
