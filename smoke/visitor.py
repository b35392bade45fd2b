"""A visitor of the site: a page in a browser context of its own, let in, marked, guarded and watched."""

from __future__ import annotations

import os
from collections.abc import Sequence

from playwright.sync_api import BrowserContext, Page

from smoke import marks
from smoke.client_header import parse_header
from smoke.handed import Cookie
from smoke.order import Order
from smoke.traffic import Traffic
from smoke.watch import Watch
from smoke.writes import Writes


def new_page(
    context: BrowserContext, order: Order, entry: Sequence[Cookie], watch: Watch, writes: Writes
) -> Page:
    """The first page of a fresh ``context``; ``entry`` lets it into a protected deployment."""
    target, patience_ms = order.target, order.target.budgets.patience_s * 1000
    context.set_default_timeout(patience_ms)
    context.set_default_navigation_timeout(2 * patience_ms)
    if entry:
        # Playwright types cookies as TypedDicts; these have been written by `smoke.cookies` in that shape.
        context.add_cookies(list(entry))  # type: ignore[arg-type]
    watch.over(context)
    page = context.new_page()
    ours = marks.headers(order.run_id)
    traffic = Traffic(
        target,
        agent=ours.pop("user-agent"),
        marks=ours,
        header=parse_header(os.environ.get(target.client_header_env or "", "")),
        writes=writes,
    )
    traffic.guard(page)
    return page
