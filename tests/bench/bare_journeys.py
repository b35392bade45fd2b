"""What the gate's journeys walk, as one bare pytest-playwright file: the bench's reference.

Every page that a journey opens and every button that it uses, with a plain expectation of each; none of the
gate's eyes. Not collected by the suite; `tests.bench.gate` runs it by its path with ``--base-url``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from fixtures.words import Words
from smoke import browser

WORDS = Words()


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, object]:
    """The browser that the gate uses too."""
    return browser.find().launch_args()


def answer_quiz(page: Page, choice: int) -> str:
    """Go through the quiz and return the post."""
    page.goto("/quiz")
    for number, step in enumerate(WORDS.quiz.steps):
        page.get_by_role("group", name=str(step.question)).get_by_label(step.answers[choice]).check()
        last = number == len(WORDS.quiz.steps) - 1
        page.get_by_role("button", name=str(WORDS.quiz.generate) if last else str(WORDS.quiz.next)).click()
    post = page.get_by_role("region", name=str(WORDS.quiz.post))
    expect(post).to_have_text(re.compile(r"\w{3,}"))
    return post.inner_text()


def log_in(page: Page, password: str) -> None:
    """Fill the login form and send it."""
    page.get_by_label(str(WORDS.login.email)).fill(os.environ["SMOKE_EMAIL"])
    page.get_by_label(str(WORDS.login.password)).fill(password)
    page.get_by_role("button", name=str(WORDS.login.submit)).click()


def expect_dashboard(page: Page) -> None:
    """It is there, and it is this user's."""
    expect(page.get_by_role("heading", name=str(WORDS.dashboard.heading))).to_be_visible()
    expect(page.get_by_text(os.environ["SMOKE_EMAIL"]).first).to_be_visible()


def log_out(page: Page) -> None:
    """End the session."""
    page.get_by_role("button", name=str(WORDS.dashboard.logout)).click()
    expect(page.get_by_role("heading", name=str(WORDS.dashboard.heading))).to_be_hidden()


def expect_login(page: Page) -> None:
    """The dashboard leads there."""
    page.goto("/dashboard")
    expect(page.get_by_role("button", name=str(WORDS.login.submit))).to_be_visible()


def test_landing(page: Page) -> None:
    """The landing page leads to the quiz."""
    page.goto("/")
    expect(page.get_by_role("heading", level=1)).to_have_text(str(WORDS.landing.heading))
    page.get_by_role("link", name=str(WORDS.landing.start)).first.click()
    expect(page).to_have_url(re.compile("/quiz"))


def test_quiz(page: Page) -> None:
    """Other answers give another post."""
    assert answer_quiz(page, 0) != answer_quiz(page, 1)


def test_login(page: Page, new_context: Callable[..., BrowserContext]) -> None:
    """A wrong password is refused, the right one let in; logout ends it, for a browser that kept it too."""
    page.goto("/login")
    log_in(page, "wrong")
    expect(page.get_by_role("alert")).to_contain_text(str(WORDS.login.refused))
    log_in(page, os.environ["SMOKE_PASSWORD"])
    expect_dashboard(page)
    page.goto("/dashboard")
    expect_dashboard(page)
    session = page.context.storage_state()
    log_out(page)
    expect_login(page)
    expect_login(new_context(storage_state=session).new_page())


def test_anonymous(page: Page) -> None:
    """A stranger is led to the login."""
    expect_login(page)


def test_own_dashboard(page: Page) -> None:
    """Who has a session opens the dashboard."""
    page.goto("/login")
    log_in(page, os.environ["SMOKE_PASSWORD"])
    expect_dashboard(page)


def test_dashboard(page: Page) -> None:
    """The post that was pending before login is on the dashboard after it."""
    answer_quiz(page, 0)
    page.get_by_role("button", name=str(WORDS.quiz.keep)).click()
    log_in(page, os.environ["SMOKE_PASSWORD"])
    expect_dashboard(page)
    expect(
        page.get_by_role("list", name=str(WORDS.dashboard.posts)).get_by_role("listitem").first
    ).to_be_visible()
    log_out(page)
