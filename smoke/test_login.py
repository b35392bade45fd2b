"""Login: the right user gets in and stays in, and nobody else does."""

from __future__ import annotations

import secrets

import pytest
from playwright.sync_api import Page

from fixtures.target import Target
from smoke.browsing.credentials import Credentials
from smoke.browsing.signed_in import SmokeUser
from smoke.browsing.watch import Watch
from smoke.browsing.writes import Writes
from smoke.pages.dashboard import DashboardPage
from smoke.pages.login import LoginPage

# How sites refuse a password: 401 mostly, 400 as Supabase itself, 403 and 422 as some frameworks.
_REFUSALS = (400, 401, 403, 422)


@pytest.mark.user
def test_login_refuses_the_wrong_and_lets_in_the_right(
    page: Page, target: Target, credentials: Credentials, user: SmokeUser, watch: Watch, writes: Writes
) -> None:
    """A wrong password is refused in words, the right one lets in, the session holds, logout ends it."""
    login, dashboard = LoginPage(page, target), DashboardPage(page, target)
    login.open()
    with watch.expecting(*_REFUSALS), writes.needed():
        login.log_in(credentials.email, f"wrong-{secrets.token_hex(6)}")
        login.expect_refusal()
    with writes.needed():
        login.log_in(credentials.email, credentials.password)
        writes.wait_for(dashboard.heading, target.budgets.patience_s)
        dashboard.expect_of(credentials.email)
    dashboard.open()
    dashboard.expect_of(credentials.email)
    if target.words.dashboard.logout:
        user.is_about_to_log_out()
        with writes.needed():
            dashboard.log_out()
        with watch.expecting(*_REFUSALS):
            dashboard.visit(target.paths.dashboard)
            login.expect_form()
