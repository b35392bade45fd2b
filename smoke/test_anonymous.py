"""Anonymous: who is not logged in does not see the dashboard."""

from __future__ import annotations

from playwright.sync_api import Page

from fixtures.target import Target
from smoke.browsing.watch import Watch
from smoke.pages import clicks
from smoke.pages.dashboard import DashboardPage
from smoke.pages.login import LoginPage

# How sites turn a stranger away where they do not lead to the login; some say that there is no such page.
_REFUSED = (401, 403)
_TURNED_AWAY = (*_REFUSED, 404)


def test_the_dashboard_is_for_those_who_are_logged_in(page: Page, target: Target, watch: Watch) -> None:
    """A first visitor who goes there is turned away, or is led to the login."""
    dashboard, login = DashboardPage(page, target), LoginPage(page, target)
    with watch.expecting(*_REFUSED):
        with watch.expecting(*_TURNED_AWAY):
            answer = dashboard.visit(target.paths.dashboard)
        if answer is None or answer.status not in _TURNED_AWAY:
            either = (login.submit, dashboard.heading)
            clicks.until(page, lambda: any(one.is_visible() for one in either), dashboard.page_ms / 1000)
            if dashboard.heading.is_visible():
                _expect_left(dashboard)
            login.expect_form()
        _expect_left(dashboard)


def _expect_left(dashboard: DashboardPage) -> None:
    """Pages that decide for themselves may show it first, and then leave."""
    dashboard.rest()
    heading = dashboard.target.words.dashboard.heading
    assert not dashboard.heading.is_visible(), f"anybody sees the dashboard, its heading '{heading}'"
