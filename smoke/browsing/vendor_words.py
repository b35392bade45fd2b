"""What a refusing API itself says: the cause that its status alone does not tell."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Error, Response

# Where the usual ones put it: Supabase's Auth and REST, Vercel, GitHub, RFC 6749, RFC 9457.
_KEYS = ("message", "msg", "error_description", "detail", "title", "error")
_LONGEST = 200


def said_by(response: Response) -> str:
    """`` (in its words)`` of an answer in JSON, otherwise nothing."""
    if "json" not in response.headers.get("content-type", ""):
        return ""
    try:
        told = _words(json.loads(response.text()))
    except (Error, ValueError, RecursionError):  # gone with its page, or no JSON after all
        return ""
    return f" ({told[:_LONGEST]})" if told else ""


def _words(answer: Any) -> str:
    if not isinstance(answer, dict):
        return ""
    for key in _KEYS:
        value = answer.get(key)
        if isinstance(value, dict):
            return _words(value)
        if isinstance(value, str) and value:
            return value
    return ""
