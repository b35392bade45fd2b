"""What the journeys may write, what was kept from the site, and what carries the run's mark."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import quote, quote_plus

from playwright.sync_api import Locator

from fixtures.part import fits
from fixtures.target import Target
from smoke.browsing.failures import NeedsWriteError

# Long enough for a page to go on without the write, if it can.
_MOMENT_S = 1.0
_POLL_MS = 50
_FORM = "application/x-www-form-urlencoded"


class _Missing(NamedTuple):
    """A write that was blocked, and whether a step of the journey had asked for it."""

    asked: str
    is_of_step: bool


class Writes:
    """Decides about the requests that write. ``always`` are let through even where ``allowed`` is false.

    ``telemetry`` are those that nothing waits for. ``blocked`` holds what was kept from the site, as in
    ``POST /persist``; ``has_marked`` says whether a request has carried the mark, ``has_missed`` whether the
    journey ended for want of a write that its own step had asked for.
    """

    def __init__(self, *, allowed: bool, always: Sequence[str], telemetry: Sequence[str] = ()) -> None:
        self.blocked: list[str] = []
        self.has_marked = False
        self.has_missed = False
        self._allowed = allowed
        self._always = always
        self._telemetry = telemetry
        self._missing: list[_Missing] = []
        self._is_of_step = False
        self._text = self._mark = ""
        self._blocked_mono_s: float | None = None

    @classmethod
    def of(cls, target: Target) -> Writes:
        """Of a journey at this target."""
        rules = target.writes
        return cls(allowed=target.may_write, always=rules.always, telemetry=rules.telemetry)

    def step(self) -> None:
        """The journey does something: what is asked for until a page comes is asked for by that."""
        self._is_of_step = True

    def page_comes(self) -> None:
        """What is asked for from now on may be the page's own idea."""
        self._is_of_step = False

    def lets_through(
        self,
        method: str,
        path: str,
        *,
        is_awaited: bool = True,
        is_page: bool = False,
        elsewhere: str = "",
    ) -> bool:
        """Whether this request may go to the site; one that may not is noted.

        Nothing in a page can wait for a beacon, so no journey needs one: it is not ``is_awaited``. A form
        that is sent asks for a page: ``is_page``. A host ``elsewhere`` that the site has led to, somebody's
        login for one, is told with it.
        """
        asked = f"{method} {path}"
        if self._allowed or any(fits(asked, rule) for rule in self._always):
            return True
        self.blocked.append(f"{asked} at {elsewhere}" if elsewhere else asked)
        if is_awaited and not any(fits(asked, rule) for rule in self._telemetry):
            hint = f" (the site leads there; if that is its login, list {asked!r} in writes.always)"
            told = f"{self.blocked[-1]}{hint if elsewhere else ''}"
            self._missing.append(_Missing(told, is_page or self._is_of_step))
            self._blocked_mono_s = time.monotonic()
        return False

    @contextmanager
    def needed(self) -> Iterator[None]:
        """What fails in this block because a write was blocked says nothing about the site.

        Raises `NeedsWriteError` in its place, which tells what failed too where that write may have been a
        page's own idea.
        """
        before, self._blocked_mono_s = len(self._missing), None
        try:
            yield
        except Exception as error:
            missing = self._missing[before:]
            certain = [each.asked for each in missing if each.is_of_step]
            if not missing:
                raise
            self.has_missed = bool(certain)
            if certain:
                raise NeedsWriteError(certain) from error
            raise NeedsWriteError([each.asked for each in missing], str(error)) from error

    def wait_for(self, goal: Locator, name: object, within_s: float) -> None:
        """In a block where writes are `needed`: once one was blocked, ``goal`` has a moment left to come.

        Raises AssertionError then; whether it came otherwise is for the journey to say.
        """
        begun_mono_s = time.monotonic()
        while not self._allowed and not goal.is_visible():
            now_mono_s = time.monotonic()
            if now_mono_s - begun_mono_s > within_s:
                return
            if self._blocked_mono_s is not None and now_mono_s - self._blocked_mono_s > _MOMENT_S:
                raise AssertionError(f"'{name}' is not there")
            goal.page.wait_for_timeout(_POLL_MS)

    def mark(self, text: str, mark: str) -> None:
        """From now on a request that holds ``text`` carries ``mark`` behind it."""
        self._text, self._mark = text, mark

    def marked(self, body: str, content_type: str) -> str:
        """The body with the mark; empty where it is to stay as it is."""
        if not self._text or not body:
            return ""
        encodings = _IN_FORMS if content_type.startswith(_FORM) else (_json, _json_ascii, str)
        for encode in encodings:
            found = encode(self._text)
            if found in body:
                self.has_marked = True
                return body.replace(found, encode(f"{self._text} {self._mark}"))
        return ""


def _form(text: str) -> str:
    """As browsers send forms, and `URLSearchParams`."""
    return quote_plus(text, safe="*").replace("~", "%7E")


def _component(text: str) -> str:
    """As ``encodeURIComponent`` writes it."""
    return quote(text, safe="!'()*~")


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _json_ascii(text: str) -> str:
    return json.dumps(text)[1:-1]


# Python's own, too: a script may encode as strictly as the standard allows.
_IN_FORMS = (_form, _component, quote_plus, quote)
