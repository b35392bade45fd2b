"""Headers for the target's own origin, and for no other.

Extra headers of a context go to every host, and those of Playwright's routes follow a redirect to
another one. The browser's own Fetch domain asks again for each hop of a redirect, so a header stays where it
belongs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:  # the gate's own process, which does without Playwright, reads headers with this too
    from playwright.sync_api import Page


def send_to_origin(page: Page, url: str, headers: Mapping[str, str]) -> None:
    """From now on ``page`` sends ``headers`` with each request to the origin of ``url`` (Chromium only)."""
    if not headers:
        return
    parts = urlsplit(url)
    session = page.context.new_cdp_session(page)
    added = [{"name": name, "value": value} for name, value in headers.items()]

    def go_on(event: dict[str, Any]) -> None:
        own = [{"name": name, "value": value} for name, value in event["request"]["headers"].items()]
        session.send("Fetch.continueRequest", {"requestId": event["requestId"], "headers": own + added})

    session.on("Fetch.requestPaused", go_on)
    session.send("Fetch.enable", {"patterns": [{"urlPattern": f"{parts.scheme}://{parts.netloc}/*"}]})


def parse_header(line: str) -> dict[str, str]:
    """``name: value`` as a mapping of one; an empty line is none."""
    name, colon, value = line.partition(":")
    return {name.strip(): value.strip()} if colon and name.strip() else {}
