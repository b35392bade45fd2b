"""The smoke user's session where the target has no login API: opened once through its own login page.

What the journeys have written is removed through the dashboard's own control, and the session is ended and
seen to be refused, when the last journey is done. The state stays in this process's memory.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from smoke import marks
from smoke.access import housekeeping
from smoke.browsing import attempts
from smoke.browsing.credentials import Credentials
from smoke.browsing.visitor import new_page
from smoke.browsing.watch import Watch
from smoke.browsing.writes import Writes
from smoke.handed import Handed
from smoke.order import Order
from smoke.pages.dashboard import DashboardPage
from smoke.pages.login import LoginPage


@dataclass(frozen=True)
class SignedIn:
    """``state`` is what Playwright's contexts take as their ``storage_state``."""

    state: dict[str, Any]


class ByPage:
    """Logs in, tidies up and logs out in browser contexts of its own."""

    def __init__(self, browser: Browser, options: dict[str, Any], order: Order, handed: Handed) -> None:
        self._browser = browser
        self._options = options
        self._order = order
        self._handed = handed

    @contextlib.contextmanager
    def visit(self, state: dict[str, Any] | None = None) -> Iterator[tuple[BrowserContext, Page]]:
        """A page that nobody judges."""
        options: dict[str, Any] = {**self._options, "storage_state": state}
        context = self._browser.new_context(**options)
        try:
            target = self._order.target
            writes = Writes.of(target)
            yield context, new_page(context, self._order, self._handed.entry, Watch.of(target), writes)
        finally:
            context.close()

    def log_in(self, user: Credentials) -> dict[str, Any]:
        """The state of a browser whose user is logged in. Raises AssertionError, Error where that fails."""
        target = self._order.target
        with self.visit() as (context, page):
            login, dashboard = LoginPage(page, target), DashboardPage(page, target)
            login.open()
            login.log_in(user.email, user.password)
            dashboard.expect_of(user.email)
            return dict(context.storage_state())

    def leave(self, user: Credentials, state: dict[str, Any]) -> dict[str, Any]:
        """Remove what was written, log out, and see that the state is refused; a ``left`` line's fields."""
        told: dict[str, Any] = {"removed": 0, "remaining": None, "revoked": None, "problem": ""}
        try:
            with self.visit(state) as (_, page):
                dashboard = DashboardPage(page, self._order.target)
                dashboard.open()
                dashboard.expect_of(user.email)
                told.update(self._tidied(dashboard, user.email))
                if self._order.target.words.dashboard.logout is not None:
                    dashboard.log_out()
                    told["revoked"] = self._is_refused(state)
        except (AssertionError, Error) as error:
            told["problem"] = str(error).splitlines()[0]
        return told

    def _tidied(self, dashboard: DashboardPage, email: str) -> dict[str, Any]:
        """Remove this run's posts, and those of runs that were killed; one that stays ends it.

        The dashboard is opened anew each time: a page that is about to go shows no posts either.
        """
        before = ours = self._ours(dashboard)
        can_remove = self._order.target.words.dashboard.remove is not None and self._order.target.may_write
        while ours and can_remove:
            with contextlib.suppress(AssertionError, Error):
                dashboard.remove(ours[0])
            dashboard.open()
            dashboard.expect_of(email)
            left = self._ours(dashboard)
            can_remove, ours = len(left) < len(ours), left
        return {"removed": len(before) - len(ours), "remaining": len(ours)}

    def _ours(self, dashboard: DashboardPage) -> list[str]:
        """The marks of posts that are to go."""
        found = (marks.run_in(text) for text in dashboard.post_texts())
        return [
            marks.marker(run)
            for run in found
            if run is not None and (run == self._order.run_id or housekeeping.is_left_over(run))
        ]

    def _is_refused(self, state: dict[str, Any]) -> bool:
        target = self._order.target
        with self.visit(state) as (_, page):
            login = LoginPage(page, target)
            login.visit(target.paths.dashboard)
            try:
                login.expect_form()
            except AssertionError:
                return False
            return True


@contextlib.contextmanager
def by_page(
    order: Order, handed: Handed, user: Credentials, request: pytest.FixtureRequest
) -> Iterator[SignedIn]:
    """The session of the smoke user, from the login page; on leaving it is ended."""
    browser = ByPage(
        request.getfixturevalue("browser"), request.getfixturevalue("browser_context_args"), order, handed
    )
    expect.set_options(timeout=order.target.budgets.patience_s * 1000)
    try:
        state = browser.log_in(user)
    except (AssertionError, Error) as error:
        pytest.skip(f"could not log in through the login page: {str(error).splitlines()[0]}")
    yield SignedIn(state)
    plugin = request.config.pluginmanager.get_plugin(attempts.NAME)
    told = browser.leave(user, state)
    if plugin is not None:
        plugin.line("left", **told)
