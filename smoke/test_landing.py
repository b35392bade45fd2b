"""Landing: a visitor learns what this is, sees it as designed, and finds the way in."""

from __future__ import annotations

from playwright.sync_api import Page

from fixtures.target import Target
from smoke.pages.landing import LandingPage


def test_landing_leads_into_the_site(page: Page, target: Target) -> None:
    """The heading and the styles are there, and the start link leads to the quiz, or wherever it should."""
    landing = LandingPage(page, target)
    landing.open()
    landing.expect_welcome()
    landing.expect_styled()
    if target.words.landing.start is not None:
        landing.begin()
