"""Login: the right user gets in and stays in, and nobody else does."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Error, Page

from fixtures.target import Target
from smoke.browsing.credentials import Credentials
from smoke.browsing.signed_in import SmokeUser
from smoke.browsing.watch import Watch
from smoke.browsing.writes import Writes
from smoke.pages import clicks
from smoke.pages.dashboard import DashboardPage
from smoke.pages.login import LoginPage

# How sites refuse a password: 401 mostly, 400 as Supabase itself, 403 and 422 as some frameworks.
_REFUSALS = (400, 401, 403, 422)


@pytest.mark.user
def test_login_refuses_the_wrong_and_lets_in_the_right(
    page: Page,
    new_visitor: Callable[..., Page],
    target: Target,
    credentials: Credentials,
    user: SmokeUser,
    watch: Watch,
    writes: Writes,
) -> None:
    """A wrong password is refused in words, the right one lets in, the session holds, logout ends it."""
    login, dashboard = LoginPage(page, target), DashboardPage(page, target)
    login.open()
    with watch.expecting(*_REFUSALS), writes.needed():
        login.log_in(credentials.email, f"wrong-{secrets.token_hex(6)}")
        login.expect_refusal()
    with writes.needed():
        login.log_in(credentials.email, credentials.password)
        writes.wait_for(dashboard.heading, target.words.dashboard.heading, target.budgets.patience_s)
        dashboard.expect_of(credentials.email)
    dashboard.open()
    dashboard.expect_of(credentials.email)
    session = page.context.storage_state()
    if target.words.dashboard.logout:
        user.is_about_to_log_out()
        with writes.needed():
            dashboard.log_out()
        with watch.expecting(*_REFUSALS):
            dashboard.visit(target.paths.dashboard)
            login.expect_form()
        _expect_way_out(DashboardPage(new_visitor(dict(session)), target), watch)


def _expect_way_out(dashboard: DashboardPage, watch: Watch) -> None:
    """A browser that still keeps the ended session is shown something, be it the dashboard until it expires.

    Where one page takes such a session for good and the next one does not, they lead to each other for ever.
    """
    with watch.aside(dashboard.page):
        with suppress(Error):  # of a browser that has had enough
            dashboard.visit(dashboard.target.paths.dashboard)
            patience_s = 3 * dashboard.target.budgets.patience_s
            clicks.until(dashboard.page, lambda: dashboard.rest() or bool(watch.trail.circle), patience_s)
        circle = watch.trail.circle
    assert not circle, f"with a session that has been ended elsewhere the site leads in a circle: {circle}"
