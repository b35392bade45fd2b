"""Dashboard: what a visitor made before logging in is theirs afterwards."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from fixtures.target import Target
from smoke.credentials import Credentials
from smoke.notes import EarlierPosts
from smoke.pages.dashboard import DashboardPage
from smoke.pages.login import LoginPage
from smoke.pages.quiz import QuizPage


def test_pending_post_is_on_the_dashboard_after_login(
    new_visitor: Callable[[], Page],
    target: Target,
    credentials: Credentials,
    earlier_posts: EarlierPosts,
) -> None:
    """The post that was pending before the login is on this user's dashboard after it, whole."""
    # An earlier run may have left the same words: only one more of them tells that this post arrived.
    if earlier_posts.texts is None:
        earlier_posts.texts = _posts_now(new_visitor(), target, credentials)
    page = new_visitor()
    quiz, login, dashboard = QuizPage(page, target), LoginPage(page, target), DashboardPage(page, target)
    quiz.open()
    quiz.answer([0] * len(target.words.quiz.steps))
    post = quiz.read_post()
    quiz.keep()
    login.log_in(credentials.email, credentials.password)
    dashboard.expect_of(credentials.email)
    dashboard.expect_another(post, before=sum(map(post.is_whole_in, earlier_posts.texts)))


def _posts_now(page: Page, target: Target, credentials: Credentials) -> list[str]:
    login, dashboard = LoginPage(page, target), DashboardPage(page, target)
    login.open()
    login.log_in(credentials.email, credentials.password)
    dashboard.expect_of(credentials.email)
    return dashboard.post_texts()
