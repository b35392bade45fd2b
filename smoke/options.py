"""What one run of the gate is asked beside its target."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from reports.verdict import Result


@dataclass(frozen=True)
class Options:
    """``only`` are the checks to run (none: all), ``keyword`` and ``marker`` pytest's ``-k`` and ``-m``.
    ``since`` is the moment from which on the evidence counts at most, as of a fix that no deployment brought.

    ``expect_commit`` is the commit that must be live, ``device`` one of Playwright's, ``flaky`` what a check
    counts as that passed on its second attempt, where the target does not decide; with ``har`` a failed
    journey keeps what its browser sent and got.
    """

    expect_commit: str = ""
    only: tuple[str, ...] = ()
    keyword: str = ""
    marker: str = ""
    device: str = ""
    har: bool = False
    flaky: Result | None = None
    since: datetime | None = None

    @property
    def selection(self) -> str:
        """What a partial run was asked for, in words; empty is everything."""
        parts = [
            f"only {', '.join(self.only)}" if self.only else "",
            f"-k {self.keyword!r}" if self.keyword else "",
            f"-m {self.marker!r}" if self.marker else "",
        ]
        return " ".join(filter(None, parts))

    def selects(self, check: str) -> bool:
        """Whether a check is asked for by its id."""
        return not self.only or check in self.only

    def selected(self, checks: Collection[str]) -> list[str]:
        """Those of ``checks`` that are asked for."""
        return [check for check in checks if self.selects(check)]


EVERYTHING = Options()
