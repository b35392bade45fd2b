"""How long a visitor waits for each page: until the first thing that a journey came for can be seen."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fixtures.target import Budgets
from reports.verdict import Check, Outcome

CHECK_ID = "page-time"


class PageTime(NamedTuple):
    """``page`` is its path, with the control that led there where it was not opened; in seconds."""

    page: str
    took_s: float


@dataclass
class PageTimes:
    """Of one journey, which waits for one page at a time."""

    seen: list[PageTime] = field(default_factory=list)
    _begun_mono_s: float | None = None
    _by: str = ""

    def departs(self, by: str = "") -> None:
        """The visitor opens an address, or uses the control that is called ``by``."""
        self._begun_mono_s, self._by = time.monotonic(), by

    def arrives(self, path: str) -> None:
        """The first useful content of the page at ``path`` can be seen; counted once a departure."""
        if self._begun_mono_s is not None:
            page = f"{path} after '{self._by}'" if self._by else path
            self.seen.append(PageTime(page, round(time.monotonic() - self._begun_mono_s, 3)))
        self._begun_mono_s = None


def slow(times: Sequence[PageTime], budgets: Budgets) -> dict[str, str]:
    """The pages that were not there within ``budgets.page_s``, each with a sentence of its slowest time."""
    longest: dict[str, float] = {}
    for page, took_s in times:
        longest[page] = max(took_s, longest.get(page, 0.0))
    return {
        page: f"{page} took {took_s:.1f} s until its first useful content, more than {budgets.page_s:g} s"
        for page, took_s in longest.items()
        if took_s > budgets.page_s
    }


def check_of(times: Sequence[PageTime], budgets: Budgets, unfinished: str) -> Check:
    """The check ``page-time``: advice, unless the target wants it to decide."""
    found = slow(times, budgets)
    if found:
        outcome, message = Outcome.FAIL, "; ".join(found.values())
    elif times:
        page, took_s = max(times, key=lambda one: one.took_s)
        outcome, message = Outcome.PASS, f"the slowest of {len(times)} was {page}: {took_s:.1f} s"
    else:
        outcome, message = Outcome.NOT_RUN, unfinished or "no page was seen"
    return Check(
        id=CHECK_ID,
        kind="timing",
        title="Pages show what they are for in time",
        blocking=False,
        outcome=outcome,
        message=message,
    )
