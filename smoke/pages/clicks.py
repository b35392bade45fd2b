"""Clicks on a page that may not be ready for them: one that is lost is made again.

A button that the server has sent is there before its script is. What nothing has come of, no request, no
navigation and no change of the page, is lost; a person would click again, too.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from playwright.sync_api import Error, Locator, Page, Request

_LONGEST_WIRING_S = 3.0
# Whether a control can be seen, and whether React has taken it over where Next.js' server has sent it (with
# what its two routers leave in a page; all else is taken for ready). From here on changes of the page's body
# are counted, but for what frameworks put there for themselves.
_LOOK = """([element]) => {
    if (!element) return null;
    const own = 'script, style, link, iframe, next-route-announcer, nextjs-portal';
    const counted = node => node.nodeType !== 1 || !node.matches(own);
    window.firedrillChanges = 0;
    window.firedrillObserver?.disconnect();
    window.firedrillObserver = new MutationObserver(changes => {
        window.firedrillChanges += changes.filter(change => change.type !== 'childList'
            || [...change.addedNodes, ...change.removedNodes].some(counted)).length;
    });
    const all = {subtree: true, childList: true, attributes: true, characterData: true};
    window.firedrillObserver.observe(document.body, all);
    const wired = Object.keys(element).some(key => key.startsWith('__react'));
    const box = element.getBoundingClientRect();
    return {
        is_visible: element.checkVisibility({visibilityProperty: true}) && box.width > 0 && box.height > 0,
        is_wired: wired || !(window.__next_f || window.__NEXT_DATA__),
        address: location.href,
    };
}"""
_CHANGES = "() => [window.firedrillChanges, location.href]"
# A click that nothing has come of in this time is lost; the page was not ready for it. A script that is asked
# for may be what it needs, or what a page loads ahead: then so much longer, and no longer than that in all.
_EFFECT_S = 0.6
_SCRIPT_S = 1.5
_LONGEST_EFFECT_S = 5.0
_POLL_MS = 50
# What a script asks for when it acts; not what it shows, or fetches ahead.
_ACTS = frozenset({"document", "fetch", "xhr", "websocket"})


class _Look(NamedTuple):
    is_visible: bool
    is_wired: bool
    address: str


def ready(control: Locator, page_s: float, patience_s: float) -> str:
    """Wait until it can be seen, within ``page_s``, and its page's script has taken it over.

    The latter as far as that can be told. The page's address when it was. Raises Playwright's `TimeoutError`
    where it cannot be seen.
    """
    look = _look(control)
    if look is None or not look.is_visible:
        control.wait_for(timeout=page_s * 1000)
        look = _look(control)

    def is_wired() -> bool:
        nonlocal look
        look = look if look is None or look.is_wired else _look(control)
        return look is None or look.is_wired

    until(control.page, is_wired, min(_LONGEST_WIRING_S, patience_s))
    return control.page.url if look is None else look.address


def click(control: Locator, name: str, before: str, patience_s: float) -> None:
    """Click on what is to have an effect; again within ``patience_s`` where it had none.

    ``before`` is what `ready` gave. Raises AssertionError where nothing comes of it at all.
    """
    deadline = time.monotonic() + patience_s
    times = 0
    while times < 2 or time.monotonic() < deadline:
        times += 1
        if _has_effect(control, before):
            return
        look = _look(control)
        before = before if look is None else look.address
    nothing = "no request, no navigation and no change of the page"
    raise AssertionError(f"'{name}' does nothing: after {times} clicks {nothing}")


def until(page: Page, holds: Callable[[], bool], within_s: float) -> bool:
    """Whether it came to hold; it is asked at once, then again and again, while the page goes on."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        page.wait_for_timeout(_POLL_MS)
    return True


def _look(control: Locator) -> _Look | None:
    """None where it is not there (any more): whoever uses it will tell."""
    try:
        seen = control.evaluate_all(_LOOK)
    except Error:  # between two pages
        return None
    return seen and _Look(**seen)


def _has_effect(control: Locator, before: str) -> bool:
    """Whether something comes of a click on it; ``before`` is where its page is when it was looked at."""
    page, asked = control.page, list[Request]()
    lost_mono_s = 0.0

    def note(request: Request) -> None:
        nonlocal lost_mono_s
        asked.append(request)
        if request.resource_type == "script":
            lost_mono_s = time.monotonic() + _SCRIPT_S

    def is_settled() -> bool:
        return _comes_of_it(page, before, asked) or time.monotonic() > lost_mono_s

    page.on("request", note)
    try:
        control.click()
        lost_mono_s = max(lost_mono_s, time.monotonic() + _EFFECT_S)
        until(page, is_settled, _LONGEST_EFFECT_S)
        return _comes_of_it(page, before, asked)
    finally:
        page.remove_listener("request", note)


def _comes_of_it(page: Page, before: str, asked: list[Request]) -> bool:
    try:
        return any(map(_acts, asked)) or page.evaluate(_CHANGES) != [0, before]
    except Error:  # its page has gone meanwhile
        return True


def _acts(request: Request) -> bool:
    asked = request
    while asked.redirected_from is not None:  # whose headers the browser does not tell again
        asked = asked.redirected_from
    headers = asked.headers
    is_ahead = "next-router-prefetch" in headers or "prefetch" in headers.get("purpose", "")
    return request.resource_type in _ACTS and not is_ahead
