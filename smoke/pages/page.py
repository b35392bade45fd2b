"""What all page objects share: how a page is opened."""

from __future__ import annotations

from playwright.sync_api import Page

from fixtures.target import Target
from smoke.failures import BadAnswerError


class SitePage:
    """One page of the target, in one tab."""

    def __init__(self, page: Page, target: Target) -> None:
        self.page = page
        self.target = target

    def go(self, path: str) -> None:
        """Open a path of the target. Raises `BadAnswerError` for a status of 400 or more."""
        answer = self.page.goto(self.target.address(path))
        if answer is not None and answer.status >= 400:
            raise BadAnswerError(f"GET {path} answered {answer.status}", answer.status)
