"""A visitor of the site: a page in a browser context of its own, let in, marked, guarded and watched."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from playwright.sync_api import Browser, BrowserContext, Page

from smoke.browsing.traffic import TELLING, Traffic
from smoke.browsing.trail import Trail
from smoke.browsing.watch import Watch
from smoke.browsing.writes import Writes
from smoke.handed import Cookie
from smoke.order import Order
from smoke.own_headers import own_headers
from smoke.page_times import PageTimes

# One pair of eyes a browser, whoever visits.
_TRAFFIC: WeakKeyDictionary[Browser, Traffic] = WeakKeyDictionary()


class _Journey(NamedTuple):
    watch: Watch
    times: PageTimes


_JOURNEYS: WeakKeyDictionary[Page, _Journey] = WeakKeyDictionary()


def new_page(
    context: BrowserContext,
    order: Order,
    entry: Sequence[Cookie],
    watch: Watch,
    writes: Writes,
    times: PageTimes,
) -> Page:
    """The first page of a fresh ``context``; ``entry`` lets it into a protected deployment."""
    patience_ms = order.target.budgets.patience_s * 1000
    context.set_default_timeout(patience_ms)
    context.set_default_navigation_timeout(2 * patience_ms)
    if entry:
        # Playwright types cookies as TypedDicts; these have been written by `smoke.cookies` in that shape.
        context.add_cookies(list(entry))  # type: ignore[arg-type]
    watch.over(context, _guard(context, order, writes, watch.trail))
    if not order.target.may_write:
        context.add_init_script(TELLING)
    page = context.new_page()
    _JOURNEYS[page] = _Journey(watch, times)
    return page


def opens(page: Page) -> None:
    """The journey opens an address in this page."""
    _departs(page)


def arrives(page: Page) -> None:
    """The first useful content of this page can be seen."""
    _JOURNEYS[page].times.arrives(urlsplit(page.url).path)


def acts(page: Page, control: str) -> None:
    """The journey uses a control of this page."""
    _departs(page, by=control)
    browser = page.context.browser
    if browser is not None and browser in _TRAFFIC:
        _TRAFFIC[browser].writes.step()


def _departs(page: Page, by: str = "") -> None:
    journey = _JOURNEYS[page]
    journey.times.departs(by)
    journey.watch.trail.begins()


def _guard(context: BrowserContext, order: Order, writes: Writes, trail: Trail) -> Collection[str]:
    """From now on these decide: journeys follow one another. The origins led to."""
    browser = context.browser
    assert browser is not None
    traffic = _TRAFFIC.get(browser)
    if traffic is None:
        header = own_headers(order.target, os.environ)
        traffic = Traffic(
            browser, order.target, run_id=order.run_id, header=header, writes=writes, trail=trail
        )
        _TRAFFIC[browser] = traffic
    traffic.writes, traffic.trail = writes, trail
    return traffic.led_to
