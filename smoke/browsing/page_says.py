"""What a page shows a person: that a part of it is still to come, and what it says."""

from __future__ import annotations

import json
import textwrap
from contextlib import suppress
from urllib.parse import urlsplit

from playwright.sync_api import Error, Page

_WITHIN_MS = 1000
# What tells a person that a part of the page is still to come.
_BUSY = '[aria-busy="true"], [role="progressbar"]:not([aria-valuenow])'
# What a page says to whoever waits: its alerts where it has any, else how it begins.
_SAYS = """() => {
    const texts = selector => [...document.querySelectorAll(selector)]
        .filter(element => element.checkVisibility({visibilityProperty: true, opacityProperty: true}))
        .map(element => element.innerText.trim()).filter(text => text);
    const alerts = texts('[role=alert], [role=status], [aria-live=assertive], dialog[open]');
    const content = document.querySelector('main') ?? document.body;
    return (alerts.length ? alerts.join(' / ') : content?.innerText ?? '').slice(0, 2000);
}"""
_LONGEST = 160


def is_busy(page: Page) -> bool:
    """Whether a part of the page visibly waits for something."""
    with suppress(Error):
        return page.locator(_BUSY).filter(visible=True).count() > 0
    return False


def said_by(page: Page) -> str:
    """What a page says, in a few words; nothing where it cannot be asked any more."""
    with suppress(Error):
        text = page.locator("html").evaluate(_SAYS, timeout=_WITHIN_MS)
        short = textwrap.shorten(text, _LONGEST, placeholder=" …")
        path = urlsplit(page.url).path
        return (
            f"the page {path} says {json.dumps(short, ensure_ascii=False)}"
            if short
            else f"the page {path} is blank"
        )
    return ""
