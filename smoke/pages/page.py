"""What all page objects share: how a page is opened."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page

from fixtures.element import Element
from fixtures.target import Target
from smoke.browsing.failures import BadAnswerError


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

    def go(self, path: str) -> None:
        """Open a path of the target. Raises `BadAnswerError` for a status of 400 or more."""
        answer = self.page.goto(self.target.address(path))
        if answer is not None and answer.status >= 400:
            raise BadAnswerError(f"GET {path} answered {answer.status}", answer.status)


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
