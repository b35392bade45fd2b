"""Dashboard: what a visitor made before logging in is theirs afterwards."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from fixtures.target import Target
from smoke.credentials import Credentials
from smoke.pages.dashboard import DashboardPage
from smoke.pages.login import LoginPage
from smoke.pages.quiz import QuizPage


def test_pending_post_is_on_the_dashboard_after_login(
    new_visitor: Callable[[], Page], target: Target, credentials: Credentials
) -> None:
    """The post that was pending before the login is on this user's dashboard after it, whole."""
    page = new_visitor()
    quiz, login, dashboard = QuizPage(page, target), LoginPage(page, target), DashboardPage(page, target)
    quiz.open()
    quiz.answer([0] * len(target.words.quiz.steps))
    post = quiz.read_post()
    # An earlier run may have left the same words: only one more of them tells that this post arrived.
    before = _dashboard_now(new_visitor(), target, credentials).whole(post).count()
    quiz.keep()
    login.log_in(credentials.email, credentials.password)
    dashboard.expect_of(credentials.email)
    dashboard.expect_another(post, before)


def _dashboard_now(page: Page, target: Target, credentials: Credentials) -> DashboardPage:
    login, dashboard = LoginPage(page, target), DashboardPage(page, target)
    login.open()
    login.log_in(credentials.email, credentials.password)
    dashboard.expect_of(credentials.email)
    return dashboard
