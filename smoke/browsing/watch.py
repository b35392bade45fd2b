"""What the browser saw go wrong during one journey, beside what the journey itself looks at.

Kept are errors of the page's own making (an uncaught exception, `console.error`, a crash) and requests to
the target itself that failed: a status of 400 or more that the journey did not expect, or no answer at all.
Third parties are not judged, nor what read-only mode blocked, nor what the target's configuration excuses.

A request that a navigation cut short is normal, and so is a read that the page itself has given up, as
routers do with what they fetch ahead; unless a part of the page visibly waits for it still. A write that the
page has given up without an answer is a failure.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request, Response, WebError

from fixtures.excuse import Excuse
from fixtures.origin import origin
from fixtures.target import Target
from smoke.browsing import vendor_words
from smoke.browsing.page_says import is_busy, said_by
from smoke.browsing.trail import Trail

_CATCH_UP_MS = 1000
_MOMENT_S = 1.0
# What the browser says of a request that the gate itself kept from the site.
BLOCKED = "ERR_BLOCKED_BY_CLIENT"
# How browsers and the common clients word a request that was blocked.
_OF_A_BLOCK = ("Failed to fetch", "Network Error", "NetworkError", "Load failed", BLOCKED)
# What the browser says in the page's name of another end that did not allow a request, or was down.
_ABOUT_ANOTHER = re.compile(r"(?:Access to \S+ at|WebSocket connection to) '([^']+)' ")
_ADDRESS = re.compile(r"https?://[^\s)'\"]+")
_READS = frozenset({"GET", "HEAD"})
_API_CALLS = frozenset({"fetch", "xhr"})
# Nothing in a page can wait for these.
_UNAWAITED = frozenset({"ping", "cspviolationreport"})
# Sooner, a request that has no answer yet is nothing to tell.
_SLOW_S = 2.0
_LONGEST_NAME = 120
# Vercel's own scripts, which are not there where its analytics are not turned on.
PLATFORM = (
    Excuse(path="/_vercel/insights/*", reason="Vercel's analytics are not turned on"),
    Excuse(path="/_vercel/speed-insights/*", reason="Vercel's speed insights are not turned on"),
)


@dataclass(frozen=True)
class Sighting:
    """One thing that went wrong; ``status`` is the answer's, where there was one.

    A ``hint`` is no failure by itself, but may say why there was one.
    """

    kind: Literal["console", "page-error", "crash", "http", "net", "hint"]
    message: str
    status: int | None = None


@dataclass
class _Asked:
    """A request that is on its way: after how many navigations it began, and whether its answer has begun."""

    navigations: int
    begun_mono_s: float = field(default_factory=time.monotonic)
    is_answered: bool = False


class Watch:
    """Listens to a journey's browser contexts from their start on.

    ``url`` is the target's, ``origins`` are all that are its own, ``excuses`` what is known of it. ``seen``
    is what went wrong, ``trail`` where the site has led since the journey's last step, ``excused`` how often
    which reason excused something. ``console`` and ``failed`` keep all that the browser said and every
    request that failed, third parties' included, for whoever looks into a failure.
    """

    def __init__(
        self, url: str, origins: Collection[str] = (), excuses: Collection[Excuse] = PLATFORM
    ) -> None:
        self.seen: list[Sighting] = []
        self.trail = Trail()
        self.excused: Counter[str] = Counter()
        self._excuses = excuses
        self._contexts: list[BrowserContext] = []
        self._host, self._port = _site(url)
        self._origins = frozenset(origins)
        self._led_to: Collection[str] = ()
        self._expected: frozenset[int] = frozenset()
        self._navigations = 0
        self._asked: dict[Request, _Asked] = {}
        self._refused_mono_s: float | None = None
        self._listens = True
        self._has_blocked = False
        self._aborted: list[tuple[float, Sighting]] = []
        self._given_up: list[str] = []
        self._waited_for: list[str] = []
        self._elsewhere: list[str] = []
        self._said: list[str] = []
        self._bad_answers: list[Response] = []
        self._refusals: list[Response] = []
        self.console: list[str] = []
        self.failed: list[str] = []

    @classmethod
    def of(cls, target: Target) -> Watch:
        """Of a journey at this target."""
        return cls(target.url, target.origins, (*PLATFORM, *target.excused))

    def over(self, context: BrowserContext, led_to: Collection[str] = ()) -> None:
        """Listen to this context too; ``led_to`` are more origins of the site's own, and may grow."""
        self._led_to = led_to
        self._contexts.append(context)
        context.on("request", self._on_request)
        context.on("requestfailed", self._on_failed)
        context.on("requestfinished", self._on_finished)
        context.on("response", self._on_response)
        context.on("console", self._on_console)
        context.on("weberror", self._on_error)
        context.on("page", self._on_page)

    def catch_up(self) -> None:
        """Let what the pages have already said arrive."""
        for page in self._pages:
            with suppress(Error):
                page.locator("html").evaluate("() => 0", timeout=_CATCH_UP_MS)
        for _, sighting in self._aborted:
            self._note(sighting)
        self._aborted = []
        if self._given_up and any(map(is_busy, self._pages)):
            for message in self._given_up:
                self._note(Sighting("net", f"{message}, and a part of the page still waits"))
        for response in self._bad_answers:
            self._note(Sighting("http", self._answered(response), response.status))
        self._bad_answers = []

    def _answered(self, response: Response) -> str:
        # What is still on its way would be waited for.
        words = "" if response.request in self._asked else vendor_words.said_by(response)
        return f"{self._named(response.request)} answered {response.status}{words}"

    def told(self) -> list[Sighting]:
        """What was seen, and what else may say why a journey has failed."""
        now_mono_s = time.monotonic()
        slow = [
            f"{self._named(request)}: no answer in {now_mono_s - asked.begun_mono_s:.0f} s"
            for request, asked in self._asked.items()
            if self.is_ours(request.url)
            and now_mono_s - asked.begun_mono_s > _SLOW_S
            and not asked.is_answered
        ]
        circle = [f"the site leads in a circle: {self.trail.circle}"] if self.trail.circle else []
        hints = (*circle, *slow, *self._waited_for, *self._elsewhere, *self._said)
        return [*self.seen, *(Sighting("hint", message) for message in hints)]

    def look(self) -> None:
        """Take note of what was refused, and what the page says, where a journey has failed."""
        said = said_by(self._pages[-1]) if self._pages else ""
        self._said = [*dict.fromkeys(map(self._answered, self._refusals)), *([said] if said else [])]

    @property
    def _pages(self) -> list[Page]:
        return [page for context in self._contexts for page in context.pages]

    def stop(self) -> None:
        """Hear no more: what is cut short from now on is our own doing."""
        self._listens = False

    def _note(self, sighting: Sighting) -> None:
        if self._listens:
            self.seen.append(sighting)

    @contextmanager
    def expecting(self, *statuses: int) -> Iterator[None]:
        """Within this block, these statuses are what the journey is after.

        Where it fails in here, what was refused, and how, may say why.
        """
        before, self._expected = self._expected, frozenset(statuses)
        try:
            yield
            self._refusals = []
        finally:
            self._expected = before

    @contextmanager
    def aside(self, page: Page) -> Iterator[None]:
        """Nothing in this block is the site's failure; ``page``, where it happens, is closed after it."""
        before, self._listens = self._listens, False
        try:
            yield
            page.close()
        finally:
            self._listens = before

    def is_ours(self, url: str) -> bool:
        """Whether this address is the target's own site, by host and port; its subdomains are."""
        if not url.startswith(("http://", "https://")):
            return False
        if origin(url) in self._origins or origin(url) in self._led_to:
            return True
        host, port = _site(url)
        return port == self._port and (host == self._host or host.endswith(f".{self._host}"))

    def _named(self, request: Request) -> str:
        """By method and path, and the host where it is not the site's."""
        parts = urlsplit(request.url)
        host = "" if _site(request.url) == (self._host, self._port) else f"{parts.scheme}://{parts.netloc}"
        query = f"?{parts.query}" if parts.query else ""
        return f"{request.method} {host}{parts.path or '/'}{query}"[:_LONGEST_NAME]

    def _on_page(self, page: Page) -> None:
        page.on("crash", self._on_crash)
        # What a page still asks for while the next one is on its way is cut short when that one is there.
        page.on("framenavigated", lambda frame: None if frame.parent_frame else self._on_navigated(frame.url))

    def _on_navigated(self, url: str) -> None:
        self.trail.goes_on(url)
        self._leave()

    def _leave(self) -> None:
        self._navigations += 1
        # The browser may tell what a navigation cut short before it tells of the navigation.
        latest = time.monotonic() - _MOMENT_S
        self._aborted = [each for each in self._aborted if each[0] < latest]

    def _on_request(self, request: Request) -> None:
        if request.is_navigation_request():
            self._leave()
            with suppress(Error):  # a window that is being opened has no frame yet
                if request.frame.parent_frame is None:
                    self.trail.goes_on(request.url)
        self._asked[request] = _Asked(self._navigations)

    def _on_finished(self, request: Request) -> None:
        self._asked.pop(request, None)

    def _on_failed(self, request: Request) -> None:
        asked = self._asked.pop(request, None) or _Asked(self._navigations)
        failure = request.failure or "failed"
        self.failed.append(f"{request.method} {request.url}: {failure}")
        if BLOCKED in failure:
            self._has_blocked = True  # our own doing
        elif not self.is_ours(request.url):
            # No failure of the site's, but maybe what it lives on: an API of its own that nobody configured.
            if request.resource_type in _API_CALLS and "ERR_ABORTED" not in failure:
                self._elsewhere.append(f"{self._named(request)}: {failure}")
        elif self._excuses_path(request.url):
            return
        elif "ERR_ABORTED" not in failure:
            self._note(Sighting("net", f"{self._named(request)}: {failure}"))
        elif (
            self._listens
            and asked.navigations == self._navigations
            and request.resource_type not in _UNAWAITED
        ):
            self._on_given_up(request, asked, failure)

    def _on_given_up(self, request: Request, asked: _Asked, failure: str) -> None:
        if request.method not in _READS and not asked.is_answered:
            self._aborted.append((time.monotonic(), Sighting("net", f"{self._named(request)}: {failure}")))
            return
        after_s = time.monotonic() - asked.begun_mono_s
        answer = "amid its answer" if asked.is_answered else "without an answer"
        told = f"{self._named(request)}: given up by the page after {after_s:.1f} s, {answer}"
        self._given_up.append(told)
        # What is given up at once, or once the answer has begun, routers do all the time.
        if after_s > _SLOW_S and not asked.is_answered:
            self._waited_for.append(told)

    def _on_response(self, response: Response) -> None:
        status = response.status
        if asked := self._asked.get(response.request):
            asked.is_answered = True
        if status < 400:
            return
        self.failed.append(f"{response.request.method} {response.url}: {status}")
        if status in self._expected:
            self._refused_mono_s = time.monotonic()
            self._refusals.append(response)
        elif self.is_ours(response.url) and not self._excuses_path(response.url) and self._listens:
            self._bad_answers.append(response)

    def _on_console(self, message: ConsoleMessage) -> None:
        source = message.location.get("url", "")
        self.console.append(f"{message.type}: {message.text} ({source})")
        # The browser says "Failed to load resource" of what was seen as a request already.
        if message.type != "error" or message.text.startswith("Failed to load resource"):
            return
        if source.startswith("http") and not self.is_ours(source):
            return
        if not self._is_of_refusal() and not self._is_excused(message.text):
            self._note(Sighting("console", f"console error: {message.text}"))

    def _on_error(self, error: WebError) -> None:
        text = error.error.message
        self.console.append(f"uncaught: {text}")
        named = _ADDRESS.findall(f"{error.location.get('url', '')} {error.error.stack or ''}")
        # A browser tells nothing but this of a script from elsewhere that was not asked for with CORS.
        is_foreign = text == "Script error." or bool(named and not any(map(self.is_ours, named)))
        if not is_foreign and not self._is_excused(text):
            self._note(Sighting("page-error", f"uncaught in the page: {text}"))

    def _is_of_refusal(self) -> bool:
        """Whether the page may only say that it was refused, as the journey wants it to be."""
        seen_mono_s = self._refused_mono_s
        return seen_mono_s is not None and time.monotonic() - seen_mono_s < _MOMENT_S

    def _excuses_path(self, url: str) -> bool:
        return self._has_excuse(excuse for excuse in self._excuses if excuse.fits_path(urlsplit(url).path))

    def _has_excuse(self, fitting: Iterator[Excuse]) -> bool:
        found = next(fitting, None)
        if found is not None:
            self.excused[found.reason] += 1
        return found is not None

    def _is_excused(self, text: str) -> bool:
        """Whether it is known, or a page only says that a third party or a blocked write failed."""
        if asked := _ABOUT_ANOTHER.match(text):
            return not self.is_ours(re.sub("^ws", "http", asked[1]))
        if self._has_blocked and any(words in text for words in _OF_A_BLOCK):
            return True
        return self._has_excuse(excuse for excuse in self._excuses if excuse.fits_message(text))

    def _on_crash(self, page: Page) -> None:
        self._note(Sighting("crash", f"the page {page.url} crashed"))


def _site(url: str) -> tuple[str, int]:
    """Host and port; ``www.`` and the bare name are one site, whether secure or not."""
    parts = urlsplit(origin(url))
    return (parts.hostname or "").removeprefix("www."), parts.port or 0
