"""What is secret whatever its value: told from its shape, or from the name that it goes by.

Names count in the places where browsers' records keep them: headers and cookies of HAR and Playwright
traces, JSON keys, form fields, password inputs of page snapshots, what was typed into a password field.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from pydantic import JsonValue

Replace = Callable[[str, str], str]
"""Called with what a secret is, as in ``cookie``, and its value; returns what is to stand there instead."""

_HEADERS = (
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "apikey",
    "x-api-key",
    "x-goog-api-key",
    "x-vercel-protection-bypass",
)
_FIELDS = (
    "password",
    "access_token",
    "refresh_token",
    "id_token",
    "provider_token",
    "client_secret",
    "api_key",
    "token",
    "secret",
)
_NAMES = frozenset(_HEADERS + _FIELDS)
_PASSWORD_FIELD = re.compile(r"passw|mot de passe|\bmdp\b", re.IGNORECASE)

_DONE = r"(?!\[redacted)"
_HEADER = "|".join(_HEADERS)
_FIELD = "|".join((*_FIELDS, "apikey", "x-vercel-protection-bypass"))
_SHAPES: tuple[tuple[str, re.Pattern[str]], ...] = (
    # Each pattern's group `value` is the secret; what is around it tells that it is one.
    (
        "header",
        re.compile(
            rf"(?im)(?:^|\\n|[\"'<>→←])[ \t]*(?P<name>{_HEADER})[ \t]*:[ \t]*"
            rf"{_DONE}(?P<value>[^\s\"'\\][^\"'\r\n\\]*)"
        ),
    ),
    (
        "field",
        re.compile(
            rf"(?i)(?P<quote>\\*\")(?P<name>{_HEADER}|{_FIELD})(?P=quote)\s{{0,4}}:\s{{0,4}}"
            rf"(?P=quote){_DONE}(?P<value>[^\n]{{1,8192}}?)(?<!\\)(?P=quote)"
        ),
    ),
    (
        "parameter",
        re.compile(rf"(?i)(?<![\w-])(?P<name>{_FIELD})=[\"']?{_DONE}(?P<value>[^&\s\"'<>\\;,)]+)"),
    ),
    ("jwt", re.compile(r"(?P<value>eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*)")),
    ("session", re.compile(r"(?P<value>base64-eyJ[\w+/=-]{8,})")),
    ("bearer", re.compile(rf"(?i)\bbearer(?:\s|%20|\+)+{_DONE}(?P<value>[\w.~+/=%-]{{8,}})")),
)


def replace_in_text(text: str, replace: Replace) -> str:
    """The text with every secret in it replaced that its shape or its name gives away."""
    for label, pattern in _SHAPES:

        def instead(match: re.Match[str], label: str = label) -> str:
            what = (match.groupdict().get("name") or label).lower()
            before = match.string[match.start() : match.start("value")]
            after = match.string[match.end("value") : match.end()]
            return before + replace(what, match["value"]) + after

        text = pattern.sub(instead, text)
    return text


def replace_in_json(value: JsonValue, replace: Replace) -> JsonValue:
    """The same value with every string replaced that stands where a secret stands."""
    return _walk(value, replace, in_cookies=False)


def _walk(value: JsonValue, replace: Replace, *, in_cookies: bool) -> JsonValue:
    if isinstance(value, list):
        return [_walk(item, replace, in_cookies=in_cookies) for item in value]
    if isinstance(value, str) and value.startswith(("{", "[")):
        return _walk_nested(value, replace)
    if not isinstance(value, dict):
        return value
    secret_keys = _secret_keys(value, in_cookies=in_cookies)
    result: dict[str, JsonValue] = {}
    for key, item in value.items():
        if what := secret_keys.get(key):
            result[key] = _replace_strings(item, what, replace)
        else:
            result[key] = _walk(item, replace, in_cookies=key.lower() == "cookies")
    return result


def _walk_nested(text: str, replace: Replace) -> str:
    """A string that holds JSON itself, as a posted body in a HAR does."""
    try:
        value: JsonValue = json.loads(text)
    except ValueError:
        return text
    clean = _walk(value, replace, in_cookies=False)
    return text if clean == value else json.dumps(clean, ensure_ascii=False)


def _secret_keys(table: dict[str, JsonValue], *, in_cookies: bool) -> dict[str, str]:
    """The keys of an object whose value is secret, each with what it is."""
    found = {key: key.lower() for key in table if key.lower() in _NAMES}
    name = table.get("name")
    if in_cookies:
        found["value"] = "cookie"
    elif isinstance(name, str) and name.lower() in _NAMES:
        found["value"] = name.lower()
    typed = table.get("selector")
    if isinstance(typed, str) and _PASSWORD_FIELD.search(typed):
        found |= {"value": "password", "text": "password"}
    if table.get("type") == "password":
        found |= {"value": "password", "__playwright_value_": "password"}
    return found


def _replace_strings(value: JsonValue, what: str, replace: Replace) -> JsonValue:
    """A secret that is a text, or a list of texts, replaced; anything else is searched as usual."""
    if isinstance(value, str):
        return replace(what, value) if value and not value.startswith("[redacted") else value
    if isinstance(value, list):
        return [_replace_strings(item, what, replace) for item in value]
    return _walk(value, replace, in_cookies=False)
