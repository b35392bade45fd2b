"""What the browser saw go wrong during one journey, beside what the journey itself looks at.

Kept are errors of the page's own making (an uncaught exception, `console.error`, a crash) and requests to
the target itself that failed: a status of 400 or more that the journey did not expect, or no answer at all.
Third parties are not judged, nor what read-only mode blocked. A request that a navigation cut short is
normal, one cut short otherwise is not.
"""

from __future__ import annotations

import re
import time
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, Response, WebError

from fixtures.origin import origin

_CATCH_UP_MS = 1000
_MOMENT_S = 1.0
# What the browser says of a request that the gate itself kept from the site.
BLOCKED = "ERR_BLOCKED_BY_CLIENT"
# How browsers and the common clients word a request that was blocked.
_OF_A_BLOCK = ("Failed to fetch", "Network Error", "NetworkError", "Load failed", BLOCKED)
# What the browser says in the page's name of a fetch whose other end did not allow it, or was down.
_CROSS_ORIGIN = re.compile(r"Access to \S+ at '([^']+)' from origin ")


@dataclass(frozen=True)
class Sighting:
    """One thing that went wrong; ``status`` is the answer's, where there was one."""

    kind: Literal["console", "page-error", "crash", "http", "net"]
    message: str
    status: int | None = None


class Watch:
    """Listens to a journey's browser contexts from their start on.

    ``url`` is the target's, ``origins`` are all that are its own. ``console`` and ``failed`` keep all that
    the browser said and every request that failed, third parties' included, for whoever looks into a failure.
    """

    def __init__(self, url: str, origins: Collection[str] = ()) -> None:
        self.seen: list[Sighting] = []
        self._contexts: list[BrowserContext] = []
        self._host, self._port = _site(url)
        self._origins = frozenset(origins)
        self._led_to: Collection[str] = ()
        self._expected: frozenset[int] = frozenset()
        self._navigations = 0
        self._begun: dict[Request, int] = {}
        self._listens = True
        self._has_blocked = False
        self._aborted: list[tuple[float, Sighting]] = []
        self.console: list[str] = []
        self.failed: list[str] = []

    def over(self, context: BrowserContext, led_to: Collection[str] = ()) -> None:
        """Listen to this context too; ``led_to`` are more origins of the site's own, and may grow."""
        self._led_to = led_to
        self._contexts.append(context)
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_failed)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("page", self._on_page)

    def catch_up(self) -> None:
        """Let what the pages have already said arrive."""
        for page in [page for context in self._contexts for page in context.pages]:
            with suppress(Error):
                page.locator("html").evaluate("() => 0", timeout=_CATCH_UP_MS)
        for _, sighting in self._aborted:
            self._note(sighting)

    def stop(self) -> None:
        """Hear no more: what is cut short from now on is our own doing."""
        self._listens = False

    def _note(self, sighting: Sighting) -> None:
        if self._listens:
            self.seen.append(sighting)

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Within this block, these statuses are what the journey is after."""
        before, self._expected = self._expected, frozenset(statuses)
        try:
            yield
        finally:
            self._expected = before

    def is_ours(self, url: str) -> bool:
        """Whether this address is the target's own site, by host and port; its subdomains are."""
        if not url.startswith(("http://", "https://")):
            return False
        if origin(url) in self._origins or origin(url) in self._led_to:
            return True
        host, port = _site(url)
        return port == self._port and (host == self._host or host.endswith(f".{self._host}"))

    def _on_page(self, page: Page) -> None:
        page.on("crash", self._on_crash)
        # What a page still asks for while the next one is on its way is cut short when that one is there.
        page.on("framenavigated", lambda frame: None if frame.parent_frame else self._leave())

    def _leave(self) -> None:
        self._navigations += 1
        # The browser may tell what a navigation cut short before it tells of the navigation.
        latest = time.monotonic() - _MOMENT_S
        self._aborted = [each for each in self._aborted if each[0] < latest]

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self._leave()
        self._begun[request] = self._navigations

    def _on_failed(self, request: Request) -> None:
        begun = self._begun.pop(request, self._navigations)
        failure = request.failure or "failed"
        self.failed.append(f"{request.method} {request.url}: {failure}")
        overtaken = "ERR_ABORTED" in failure and begun < self._navigations
        if BLOCKED in failure:
            self._has_blocked = True  # our own doing
        elif self.is_ours(request.url) and not overtaken:
            sighting = Sighting("net", f"{_named(request)}: {failure}")
            if "ERR_ABORTED" in failure:
                self._aborted.append((time.monotonic(), sighting))
            else:
                self._note(sighting)

    def _on_response(self, response: Response) -> None:
        status = response.status
        if status >= 400:
            self.failed.append(f"{response.request.method} {response.url}: {status}")
        if status >= 400 and status not in self._expected and self.is_ours(response.url):
            self._note(Sighting("http", f"{_named(response.request)} answered {status}", status))

    def _on_console(self, message: ConsoleMessage) -> None:
        self.console.append(f"{message.type}: {message.text} ({message.location.get('url', '')})")
        # The browser says "Failed to load resource" of what was seen as a request already.
        if message.type != "error" or message.text.startswith("Failed to load resource"):
            return
        source = message.location.get("url", "")
        if (not source.startswith("http") or self.is_ours(source)) and not self._is_excused(message.text):
            self._note(Sighting("console", f"console error: {message.text}"))

    def _on_error(self, error: WebError) -> None:
        self.console.append(f"uncaught: {error.error.message}")
        if not self._is_excused(error.error.message):
            self._note(Sighting("page-error", f"uncaught in the page: {error.error.message}"))

    def _is_excused(self, text: str) -> bool:
        """Whether a page only says that a third party, or a write that read-only mode blocked, failed."""
        if asked := _CROSS_ORIGIN.match(text):
            return not self.is_ours(asked[1])
        return self._has_blocked and any(words in text for words in _OF_A_BLOCK)

    def _on_crash(self, page: Page) -> None:
        self._note(Sighting("crash", f"the page {page.url} crashed"))


def _site(url: str) -> tuple[str, int]:
    """Host and port; ``www.`` and the bare name are one site, whether secure or not."""
    parts = urlsplit(origin(url))
    return (parts.hostname or "").removeprefix("www."), parts.port or 0


def _named(request: Request) -> str:
    parts = urlsplit(request.url)
    return f"{request.method} {parts.path or '/'}"
