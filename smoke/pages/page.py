"""What all page objects share: how a page is opened, used, and seen to have come to rest."""

from __future__ import annotations

import time
from typing import Any

from playwright.sync_api import Error, Locator, Page, Request, Response, expect

from fixtures.element import Element
from fixtures.target import Target
from smoke.browsing.failures import BadAnswerError
from smoke.browsing.visitor import acts, arrives, opens
from smoke.pages import clicks

# What a page may still decide by: it is at rest when nothing of this has been on its way for so long.
_DECIDING = frozenset({"document", "fetch", "xhr"})
_QUIET_S = 0.15
_LONGEST_UNREST_S = 2.0
_POLL_MS = 50


class SitePage:
    """One page of the target, in one tab."""

    def __init__(self, page: Page, target: Target) -> None:
        self.page = page
        self.target = target

    @property
    def page_ms(self) -> float:
        """How long a page may take that a click leads to, in milliseconds: as long as one that is opened."""
        return 2000 * self.target.budgets.patience_s

    def find(self, element: Element, within: Locator | None = None) -> Locator:
        """Where an element is on this page, or ``within`` a part of it."""
        return find(element, self.page if within is None else within)

    def visit(self, path: str) -> Response | None:
        """Open a path of the target, whatever it answers.

        Not until it has loaded: what a journey needs of a page, it waits for.
        """
        opens(self.page)
        return self.page.goto(self.target.address(path), wait_until="commit")

    def go(self, path: str) -> None:
        """Open a path of the target. Raises `BadAnswerError` for a status of 400 or more."""
        answer = self.visit(path)
        if answer is not None and answer.status >= 400:
            raise BadAnswerError(f"GET {path} answered {answer.status}", answer.status)

    def ready(self, control: Locator) -> Locator:
        """The same control, once it can be used."""
        self._ready(control)
        return control

    def click(self, control: Locator, name: object) -> None:
        """Click on what is to have an effect. Raises AssertionError where it has none, however often."""
        before = self._ready(control)
        acts(self.page, str(name))
        clicks.click(control, str(name), before, self.target.budgets.patience_s)

    def arrive(self, first: Locator, sentence: str) -> None:
        """Wait for the page's first useful content; how long that took is told.

        Raises AssertionError with the ``sentence`` of what should be there.
        """
        # Asked more often than an expectation asks: it is what visitors wait for that is measured.
        if clicks.until(self.page, first.is_visible, self.page_ms / 1000):
            arrives(self.page)
        else:
            expect(first, sentence).to_be_visible(timeout=_POLL_MS)

    def rest(self) -> bool:
        """Wait until the page has come to rest: nothing is on its way that it may still decide by.

        Whether it has, in the time that it gets for that.
        """
        deadline = time.monotonic() + _LONGEST_UNREST_S
        busy_mono_s, newest, has_loaded = time.monotonic(), None, False
        while time.monotonic() < deadline:
            asked = [request for request in self.page.requests() if request.resource_type in _DECIDING]
            last = (asked[-1].url, asked[-1].timing["startTime"]) if asked else None
            if last != newest or any(map(_is_on_its_way, asked)):
                busy_mono_s, newest, has_loaded = time.monotonic(), last, False
            elif has_loaded:  # and nothing has come of it
                return True
            elif time.monotonic() - busy_mono_s > _QUIET_S:
                has_loaded = self._has_loaded()
            self.page.wait_for_timeout(_POLL_MS)
        return False

    def _ready(self, control: Locator) -> str:
        return clicks.ready(control, self.page_ms / 1000, self.target.budgets.patience_s)

    def _has_loaded(self) -> bool:
        """A page that answers has done what its scripts were at; on a busy machine that takes its time."""
        try:
            return bool(self.page.evaluate("() => document.readyState === 'complete'"))
        except Error:  # between two pages
            return False


def _is_on_its_way(request: Request) -> bool:
    return not request.failure and request.existing_response is None


def find(element: Element, within: Page | Locator) -> Locator:
    """The locator that Playwright has for this element."""
    match element.way:
        case "role":
            # Playwright types the roles; what is no role finds nothing, and its failure says so.
            role: Any = element.role
            return within.get_by_role(role, name=element.name, exact=element.exact)
        case "label":
            return within.get_by_label(str(element), exact=element.exact)
        case "text":
            return within.get_by_text(str(element), exact=element.exact)
        case "placeholder":
            return within.get_by_placeholder(str(element), exact=element.exact)
        case "test_id":
            return within.get_by_test_id(str(element))
        case _:
            return within.locator(str(element))
