"""Landing: a visitor learns what this is, sees it as designed, and finds the way into the quiz."""

from __future__ import annotations

from playwright.sync_api import Page

from fixtures.target import Target
from smoke.pages.landing import LandingPage
from smoke.pages.quiz import QuizPage


def test_landing_leads_into_the_quiz(page: Page, target: Target) -> None:
    """The heading and the styles are there, and the start link leads to the quiz."""
    landing = LandingPage(page, target)
    landing.open()
    landing.expect_welcome()
    landing.expect_styled()
    landing.begin()
    QuizPage(page, target).expect_first_question()
