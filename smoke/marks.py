"""How the gate's traffic is told from users': its user agent, one trace a run, a mark in what it writes."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime

AGENT = "firedrill-gate/"
_NAMES = frozenset({"user-agent", "traceparent", "sentry-trace"})
_RUN = re.compile(re.escape(f"[{AGENT}") + r"([A-Za-z0-9][A-Za-z0-9._-]*)\]")
_STAMP = "%Y%m%dT%H%M%SZ"


def trace_id(run_id: str) -> str:
    """The one trace that all requests of a run belong to, 32 hex digits."""
    return hashlib.sha256(run_id.encode()).hexdigest()[:32]


def headers(run_id: str) -> dict[str, str]:
    """For a request to the target's own origins; each call is a span of its own.

    Sources: W3C Trace Context, and the header that Sentry's SDKs continue.
    """
    trace, span = trace_id(run_id), secrets.token_hex(8)
    return {
        "user-agent": f"{AGENT}{run_id}",
        "traceparent": f"00-{trace}-{span}-01",
        "sentry-trace": f"{trace}-{span}-1",
    }


def only(sent: Mapping[str, str]) -> dict[str, str]:
    """Of these headers those that mark a run: none that is a secret."""
    return {name: value for name, value in sent.items() if name in _NAMES}


def marker(run_id: str) -> str:
    """What stands at the end of every text that a run writes."""
    return f"[{AGENT}{run_id}]"


def run_in(text: str) -> str | None:
    """The run whose mark a text carries."""
    found = _RUN.search(text)
    return found[1] if found else None


def begun_at(run_id: str) -> datetime | None:
    """When a run began, by the stamp at the start of its id."""
    try:
        return datetime.strptime(run_id.partition("-")[0], _STAMP).replace(tzinfo=UTC)
    except ValueError:
        return None
