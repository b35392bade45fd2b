"""Dashboard: what a visitor made before logging in is theirs afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from fixtures.target import Target
from smoke import marks
from smoke.browsing.credentials import Credentials
from smoke.browsing.notes import EarlierPosts
from smoke.browsing.signed_in import SmokeUser
from smoke.browsing.writes import Writes
from smoke.order import Order
from smoke.pages.dashboard import DashboardPage
from smoke.pages.login import LoginPage
from smoke.pages.quiz import QuizPage


@pytest.mark.user
def test_the_dashboard_is_the_users_own(
    new_visitor: Callable[..., Page],
    target: Target,
    credentials: Credentials,
    user: SmokeUser,
    earlier_posts: EarlierPosts,
) -> None:
    """Who is logged in opens the dashboard, and it is theirs."""
    earlier_posts.texts = _posts_of(user, new_visitor, target, credentials)


@pytest.mark.user
@pytest.mark.pending
@pytest.mark.writes
def test_pending_post_is_on_the_dashboard_after_login(
    new_visitor: Callable[..., Page],
    target: Target,
    order: Order,
    credentials: Credentials,
    user: SmokeUser,
    earlier_posts: EarlierPosts,
    writes: Writes,
) -> None:
    """The post that was pending before the login is on this user's dashboard after it, whole.

    What the site does at a login is what is judged, so this journey goes through the form.
    """
    if earlier_posts.texts is None:
        earlier_posts.texts = _posts_of(user, new_visitor, target, credentials)
    page = new_visitor()
    quiz, login, dashboard = QuizPage(page, target), LoginPage(page, target), DashboardPage(page, target)
    quiz.open()
    with writes.needed():
        quiz.answer([0] * len(target.words.quiz.steps))
        writes.wait_for(quiz.post, target.words.quiz.post, 3 * target.budgets.patience_s)
        post = quiz.read_post()
    mark = marks.marker(order.run_id)
    writes.mark(post.paragraphs[-1], mark)
    with writes.needed():
        quiz.keep()
        login.log_in(credentials.email, credentials.password)
        writes.wait_for(dashboard.heading, target.words.dashboard.heading, target.budgets.patience_s)
        dashboard.expect_of(credentials.email)
        if writes.has_marked:
            dashboard.expect_marked(post, mark)
        else:
            # Only one more of the same words tells that this post arrived.
            dashboard.expect_another(post, before=sum(map(post.is_whole_in, earlier_posts.texts)))
    if target.words.dashboard.logout:
        user.is_about_to_log_out()
        dashboard.log_out()


def _posts_of(
    user: SmokeUser, new_visitor: Callable[..., Page], target: Target, credentials: Credentials
) -> list[str]:
    dashboard = DashboardPage(new_visitor(user.state), target)
    dashboard.open()
    dashboard.expect_of(credentials.email)
    return dashboard.post_texts()
