"""The browser's traffic to the target's own origins: marked, kept from writing, and nobody else's touched.

Extra headers of a context go to every host, and those of Playwright's routes follow a redirect to
another one. The browser's own Fetch domain asks again for each hop of a redirect, so a header stays where it
belongs.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import CDPSession, Error, Page

from fixtures.origin import origin
from fixtures.target import Target
from smoke.writes import Writes

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})


class Traffic:
    """Looks at each request to the target's own origins (Chromium only).

    ``agent`` ends the user agent there, ``marks`` are headers for all of them, ``header`` for the target's
    own address only. ``writes`` decides about requests that write, and learns of them.
    """

    def __init__(
        self,
        target: Target,
        *,
        agent: str,
        marks: Mapping[str, str],
        header: Mapping[str, str],
        writes: Writes,
    ) -> None:
        self._own = frozenset(target.origins)
        self._home = origin(target.url)
        self._agent = agent
        self._marks = dict(marks)
        self._header = dict(header)
        self._writes = writes
        self._patterns = [{"urlPattern": pattern} for each in self._own for pattern in _patterns(each)]

    def guard(self, page: Page) -> None:
        """Look at the requests of this page, and of the windows that it opens."""
        page.on("popup", self.guard)
        session = page.context.new_cdp_session(page)
        session.on("Fetch.requestPaused", lambda event: self._decide(session, event))
        session.send("Fetch.enable", {"patterns": self._patterns})

    def _decide(self, session: CDPSession, event: dict[str, Any]) -> None:
        request, paused = event["request"], event["requestId"]
        method, url = request["method"], request["url"]
        try:
            if method not in _HARMLESS and not self._writes.lets_through(method, urlsplit(url).path):
                session.send("Fetch.failRequest", {"requestId": paused, "errorReason": "BlockedByClient"})
                return
            session.send("Fetch.continueRequest", {"requestId": paused, **self._changes(request)})
        except Error:
            return  # the page has gone on without it

    def _changes(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The request's headers with ours, and its body where it holds a post that is to be marked."""
        sent = {name.lower(): value for name, value in request["headers"].items()}
        agent = sent.pop("user-agent", "")
        marked_agent = agent if agent.endswith(self._agent) else f"{agent} {self._agent}".strip()
        mine = {"user-agent": marked_agent, **self._marks}
        if origin(request["url"]) == self._home:
            mine.update(self._header)
        headers = [{"name": name, "value": value} for name, value in {**sent, **mine}.items()]
        body = self._writes.marked(request.get("postData", ""), sent.get("content-type", ""))
        return {
            "headers": headers,
            **({"postData": base64.b64encode(body.encode()).decode()} if body else {}),
        }


def _patterns(own: str) -> list[str]:
    """An origin and, where it has a name, the origins below it."""
    parts = urlsplit(own)
    host = parts.hostname or ""
    below = [] if host.replace(".", "").isdigit() or ":" in host else [f"{parts.scheme}://*.{parts.netloc}/*"]
    return [f"{own}/*", *below]
