"""Whose line a line of a log is, and when a search is typed."""

from __future__ import annotations

import time

from drills.runbook_check.intents import log_search
from drills.runbook_check.intents.log_pattern import Pattern
from drills.runbook_check.stage import Stage
from fixtures.vendors.vercel.logs import LogRow

BROKEN = LogRow(
    "r1",
    1,
    "d1",
    "production",
    "postry.ai",
    "POST",
    "/persist-on-login",
    500,
    2,
    [("error", "TypeError: oh")],
)
REFUSED = LogRow(
    "r2",
    1,
    "d1",
    "production",
    "postry.ai",
    "POST",
    "/persist-on-login",
    429,
    2,
    [("warning", "[warn] rate-limit 203.0.113.80 Rate limit exceeded on /persist-on-login")],
)
SILENT = LogRow("r3", 1, "d1", "production", "postry.ai", "GET", "/login", 200, 2)


def is_stray(line: str) -> bool:
    """In a search for 500s."""
    pattern = Pattern("500")
    rows = [BROKEN, REFUSED, SILENT]
    truth = [row for row in rows if pattern.fits(row)]
    return log_search.is_of(line, [row for row in rows if row not in truth], truth)


def test_a_line_is_told_by_its_words_before_its_path() -> None:
    """Two requests of one path: what was logged during each tells them apart."""
    assert is_stray(f"22:43 warning {REFUSED.lines[0][1]}")
    assert not is_stray("22:43 error TypeError: oh")
    assert not is_stray("22:43 500 POST postry.ai/persist-on-login")
    assert is_stray("22:43 200 GET postry.ai/login")


def test_a_search_is_typed_once_the_second_is_over() -> None:
    """Vercel's CLI 64 asks for what was until the last whole second: the requests just now are not in it."""
    with Stage() as stage:
        newest_ms = max(row.at_ms for row in stage.world.vercel.logs.find())
        stage.wait_for_the_second()

        assert int(time.time()) * 1000 > newest_ms
