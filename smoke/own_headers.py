"""What the gate sends to the target's own origin and to nobody else: basic authentication, an address."""

from __future__ import annotations

import base64
from collections.abc import Mapping

from fixtures.target import BasicAuth, Target

SCHEME = "Basic "


def own_headers(target: Target, env: Mapping[str, str]) -> dict[str, str]:
    """By lower-case names; those whose variables are not set are left out."""
    name, colon, value = env.get(target.client_header_env or "", "").partition(":")
    client = {name.strip().lower(): value.strip()} if colon and name.strip() else {}
    return {**_basic(target.basic_auth, env), **client}


def _basic(auth: BasicAuth | None, env: Mapping[str, str]) -> dict[str, str]:
    """User name and password as they go over the wire (RFC 7617)."""
    if auth is None or auth.unset(env):
        return {}
    pair = f"{env[auth.user_env]}:{env[auth.password_env]}"
    return {"authorization": SCHEME + base64.b64encode(pair.encode()).decode()}
