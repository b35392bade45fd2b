"""The browser's traffic to the site's own origins: marked, kept from writing, and nobody else's changed.

Those are the target's, and every other one from which the site has shown a page of its own: where a canonical
host is redirected to, or linked. What a page has in a frame, or fetches, is not its own for that.

Extra headers of a context go to every host, and those of Playwright's routes follow a redirect to
another one. The browser's own Fetch domain asks again for each hop of a redirect, so a header stays where it
belongs. It is asked of the browser as a whole: of a page alone, it is too late for what a popup first sends,
and silent about shared workers.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error

from fixtures.origin import origin
from fixtures.target import Target
from smoke import marks
from smoke.browsing.trail import Trail
from smoke.browsing.writes import Writes

_HARMLESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# Sent and forgotten: a beacon, a link's ping, a report of the browser's own.
_UNAWAITED = frozenset({"Ping", "CSPViolationReport"})
# What the browser does not tell of a request, its page does, for the origin of its own: that it is to outlive
# the page, so that nothing there waits for it. The header goes no further than this.
_OUTLIVES = "x-firedrill-keepalive"
TELLING = """(() => {
    const ask = window.fetch;
    window.fetch = function (input, init) {
        try {
            const request = new Request(input, init);
            if (request.keepalive && new URL(request.url).origin === location.origin) {
                request.headers.set('HEADER', '1');
                return ask.call(this, request);
            }
        } catch {}
        return ask.apply(this, arguments);
    };
})()""".replace("HEADER", _OUTLIVES)


class Traffic:
    """Looks at each request of ``browser`` to the site's own origins (Chromium only).

    Each carries the marks of the run, and ``header`` where it goes to the target's own address. Requests that
    write are decided about by the ``writes`` of the journey that is at work, and its ``trail`` tells where
    the site leads in a circle, which goes no further. ``led_to`` are the origins beside the target's that
    have shown a page so far.
    """

    def __init__(
        self,
        browser: Browser,
        target: Target,
        *,
        run_id: str,
        header: Mapping[str, str],
        writes: Writes,
        trail: Trail,
    ) -> None:
        self.writes = writes
        self.trail = trail
        self.led_to: set[str] = set()
        self._home = origin(target.url)
        self._configured = target.origins
        self._run_id = run_id
        self._header = dict(header)
        self._agent = ""
        self._session = browser.new_browser_cdp_session()
        self._session.on("Fetch.requestPaused", self._decide)
        self._look()

    def _look(self) -> None:
        """Have the browser ask of all that goes to the own origins, and of every page wherever it is."""
        own = [pattern for each in (*self._configured, *self.led_to) for pattern in _patterns(each)]
        patterns = [{"urlPattern": pattern} for pattern in own]
        patterns += [
            {"urlPattern": f"{scheme}://*", "resourceType": "Document"} for scheme in ("http", "https")
        ]
        self._session.send("Fetch.enable", {"patterns": patterns})

    def _decide(self, event: dict[str, Any]) -> None:
        request, paused = event["request"], {"requestId": event["requestId"]}
        is_page = event["resourceType"] == "Document"
        if is_page and request["method"] in _HARMLESS:
            self.writes.page_comes()
        try:
            if is_page and self.trail.is_without_end:
                # So that the page stays where it is, as if it had not been asked.
                self._session.send("Fetch.failRequest", {**paused, "errorReason": "Aborted"})
            elif not self._is_own(event):
                self._session.send("Fetch.continueRequest", paused)
            elif self._may_go(request, event["resourceType"]):
                self._session.send("Fetch.continueRequest", {**paused, **self._changes(request)})
            else:
                self._session.send("Fetch.failRequest", {**paused, "errorReason": "BlockedByClient"})
        except Error:
            return  # the page has gone on without it

    def _is_own(self, event: Mapping[str, Any]) -> bool:
        """Whether this request goes to the site itself; a page at an origin that is new makes it so."""
        url = event["request"]["url"]
        if any(_is_at(url, own) for own in (*self._configured, *self.led_to)):
            return True
        # The frame of a whole page, a popup's too, has its target's id.
        targets = self._session.send("Target.getTargets")["targetInfos"]
        if not any(each["type"] == "page" and each["targetId"] == event["frameId"] for each in targets):
            return False
        self.led_to.add(origin(url))
        self._look()
        return True

    def _may_go(self, request: Mapping[str, Any], kind: str) -> bool:
        method, url = request["method"], urlsplit(request["url"])
        if method in _HARMLESS:
            return True
        elsewhere = url.netloc if origin(request["url"]) in self.led_to else ""
        return self.writes.lets_through(
            method,
            url.path,
            is_awaited=kind not in _UNAWAITED and _OUTLIVES not in _lower(request["headers"]),
            is_page=kind == "Document",
            elsewhere=elsewhere,
        )

    def _changes(self, request: Mapping[str, Any]) -> dict[str, Any]:
        """The request's headers with ours, and its body where it holds a post that is to be marked."""
        sent = _lower(request["headers"])
        sent.pop(_OUTLIVES, None)
        ours = marks.headers(self._run_id)
        # Of the next hop of a redirect it is marked already; of a worker's own script it is not told.
        self._agent = sent.get("user-agent", self._agent).removesuffix(ours["user-agent"]).strip()
        mine = {**ours, "user-agent": f"{self._agent} {ours['user-agent']}".strip()}
        # What a page itself says of who it is counts, as it does for everybody.
        home = self._header if origin(request["url"]) == self._home else {}
        headers = [{"name": name, "value": value} for name, value in {**home, **sent, **mine}.items()]
        body = self.writes.marked(_body(request), sent.get("content-type", ""))
        return {"headers": headers, **({"postData": _encoded(body)} if body else {})}


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _body(request: Mapping[str, Any]) -> str:
    """What is posted, as text from which `_encoded` makes the very same bytes, whatever they are."""
    parts = (base64.b64decode(part.get("bytes", "")) for part in request.get("postDataEntries", []))
    return b"".join(parts).decode("utf-8", "surrogateescape")


def _encoded(body: str) -> str:
    return base64.b64encode(body.encode("utf-8", "surrogateescape")).decode()


def _is_at(url: str, own: str) -> bool:
    """Whether an address is one that `_patterns` are for."""
    there, here = urlsplit(origin(url)), urlsplit(own)
    is_below = _has_name(own) and there.netloc.endswith(f".{here.netloc}")
    return there.scheme == here.scheme and (there.netloc == here.netloc or is_below)


def _patterns(own: str) -> list[str]:
    """An origin and, where it has a name, the origins below it, with and without the dot that may end it."""
    if not _has_name(own):
        return [f"{own}/*"]
    parts = urlsplit(own)
    host, port = parts.hostname, f":{parts.port}" if parts.port else ""
    return [f"{parts.scheme}://{below}{host}{dot}{port}/*" for below in ("", "*.") for dot in ("", ".")]


def _has_name(own: str) -> bool:
    host = urlsplit(own).hostname or ""
    return not (host.replace(".", "").isdigit() or ":" in host)
