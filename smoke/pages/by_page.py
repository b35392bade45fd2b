"""The smoke user's sessions where the target has no login API: opened through its own login page.

What the journeys have written is removed through the dashboard's own control, and the sessions are ended and
seen to be refused, when the last journey is done.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page

from smoke import marks
from smoke.access import housekeeping
from smoke.browsing.credentials import Credentials
from smoke.browsing.visitor import new_page
from smoke.browsing.watch import Watch
from smoke.browsing.writes import Writes
from smoke.handed import Handed, Opened
from smoke.order import Order
from smoke.page_times import PageTimes
from smoke.pages import clicks
from smoke.pages.dashboard import DashboardPage
from smoke.pages.login import LoginPage

State = dict[str, Any]


class ByPage:
    """Logs in, tidies up and logs out in browser contexts of its own."""

    def __init__(
        self, order: Order, handed: Handed, user: Credentials, request: pytest.FixtureRequest
    ) -> None:
        self._browser: Browser = request.getfixturevalue("browser")
        self._options: dict[str, Any] = request.getfixturevalue("browser_context_args")
        self._order = order
        self._target = order.target
        self._handed = handed
        self._user = user
        self._states: list[State] = []

    def open_session(self) -> Opened:
        """One session more."""
        try:
            return Opened(state=self._logged_in())
        except (AssertionError, Error) as error:
            return Opened(problem=f"could not log in through the login page: {str(error).splitlines()[0]}")

    def leave(self) -> dict[str, Any] | None:
        """Remove what was written, log out, and see that all sessions are refused; a ``left`` line's fields.

        Nothing where none was opened.
        """
        if not self._states:
            return None
        told: dict[str, Any] = {"removed": 0, "remaining": None, "revoked": None, "problem": ""}
        try:
            held = [state for state in self._states if self._is_held(state)] or [self._logged_in()]
            with self._visit(held[-1]) as (_, page):
                dashboard = DashboardPage(page, self._target)
                dashboard.open()
                dashboard.expect_of(self._user.email)
                told.update(self._tidied(dashboard))
            if self._target.words.dashboard.logout is not None:
                for state in held:
                    self._log_out(state)
                told["revoked"] = not any(map(self._is_held, held))
        except (AssertionError, Error) as error:
            told["problem"] = str(error).splitlines()[0]
        return told

    @contextlib.contextmanager
    def _visit(self, state: State | None = None) -> Iterator[tuple[BrowserContext, Page]]:
        """A page that nobody judges."""
        options: dict[str, Any] = {**self._options, "storage_state": state}
        context = self._browser.new_context(**options)
        try:
            watch, writes = Watch.of(self._target), Writes.of(self._target)
            page = new_page(context, self._order, self._handed.entry, watch, writes, PageTimes())
            yield context, page
        finally:
            context.close()

    def _logged_in(self) -> State:
        with self._visit() as (context, page):
            login, dashboard = LoginPage(page, self._target), DashboardPage(page, self._target)
            login.open()
            login.log_in(self._user.email, self._user.password)
            dashboard.expect_of(self._user.email)
            self._states.append(dict(context.storage_state()))
        return self._states[-1]

    def _log_out(self, state: State) -> None:
        """Where the logout of another one has not ended this one too."""
        with self._visit(state) as (_, page):
            if self._shows_dashboard(page):
                DashboardPage(page, self._target).log_out()

    def _is_held(self, state: State) -> bool:
        with self._visit(state) as (_, page):
            return self._shows_dashboard(page)

    def _shows_dashboard(self, page: Page) -> bool:
        """Whether it comes, and stays, or the login in its place."""
        login, dashboard = LoginPage(page, self._target), DashboardPage(page, self._target)
        dashboard.visit(self._target.paths.dashboard)
        clicks.until(
            page,
            lambda: dashboard.heading.is_visible() or login.submit.is_visible(),
            dashboard.page_ms / 1000,
        )
        dashboard.rest()
        return dashboard.heading.is_visible()

    def _tidied(self, dashboard: DashboardPage) -> dict[str, Any]:
        """Remove this run's posts, and those of runs that were killed; one that stays ends it.

        The dashboard is opened anew each time: a page that is about to go shows no posts either.
        """
        before = ours = self._ours(dashboard)
        can_remove = self._target.words.dashboard.remove is not None and self._target.may_write
        while ours and can_remove:
            with contextlib.suppress(AssertionError, Error):
                dashboard.remove(ours[0])
            dashboard.open()
            dashboard.expect_of(self._user.email)
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
