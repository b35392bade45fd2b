"""A load in the terminal: the arms side by side, nothing twice, no word broken."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from reports.load_terminal import body, heading
from reports.verdict import Verdict
from tests.reports.loads import (
    LOADS,
    higher_limit,
    load_of,
    never_begun,
    partial_fix,
    proven_fix,
    unreproduced,
)


def printed(verdict: Verdict, *, colours: bool = False) -> str:
    """A load's section at 78 columns, which is what stands indented in a terminal."""
    out = io.StringIO()
    console = Console(
        file=out, width=78, force_terminal=colours, color_system="standard" if colours else None
    )
    for part in body(load_of(verdict), verdict.reasons):
        console.print(part)
    return out.getvalue()


def rows(verdict: Verdict) -> list[list[str]]:
    """The lines, taken apart where columns are."""
    return [re.split(r"\s{2,}", line.strip()) for line in printed(verdict).splitlines()]


def test_the_arms_stand_side_by_side() -> None:
    """What was set and sent, what failed and how sure that is, what users waited, and the answer."""
    assert rows(partial_fix())[:9] == [
        ["before", "after"],
        ["answer", "REPRODUCED", "PARTIAL"],
        ["settings", "DB_POOL_SIZE=15", "DB_POOL_SIZE=16"],
        ["sent", "138/s", "165/s"],
        ["capacity", "117/s", "125/s"],
        ["failed", "15.3% of 1,004", "14.6% of 412"],
        ["95% interval", "12.9% to 17.9%", "11.0% to 18.0%"],
        ["latency", "998 / 1,010 / 1,066 ms", "128 / 140 / 151 ms"],
        ["judged", "8.0 s", "2.5 s"],
    ]
    assert "latency: p50 / p95 / p99 from the intended send" in printed(partial_fix())
    assert heading(load_of(partial_fix())) == (
        "Load: POST /persist-on-login; the incident is 10% to 20% failing"
    )


def test_what_an_arm_found_is_told_once() -> None:
    """Not what the table shows or a reason has said; what only a sentence can say is."""
    assert "15.3% of 1004" not in printed(proven_fix())
    assert "after: 0.0% of 412 failed (95 %: 0.0% to 0.9%), and the queue does not grow" in printed(
        proven_fix()
    )
    assert "would still fail" not in printed(partial_fix())
    assert "the queue does not grow" not in printed(unreproduced())


def test_an_incident_before_its_first_failure_says_why_it_is_one() -> None:
    """The table shows no failure then."""
    load = load_of(proven_fix())
    because = "nothing has failed yet, but 15% of the arrivals find no place"
    early = load.arms[0].model_copy(update={"failures": 0, "share": 0.0, "because": because})
    verdict = proven_fix().model_copy(update={"load": load.model_copy(update={"arms": [early]})})

    assert f"before: {because}" in printed(verdict)


def test_the_steady_state_is_predicted() -> None:
    """Where only a burst was judged."""
    assert "a limit of 20 still refuses 4.6% of 15 users" in " ".join(printed(higher_limit()).split())


def test_an_arm_that_never_ran_has_its_column() -> None:
    """With what it would have been set to."""
    assert rows(never_begun())[1:] == [
        ["answer", "not run", "not run"],
        ["settings", "DB_POOL_SIZE=15", "DB_POOL_SIZE=30"],
    ]


@pytest.mark.parametrize("verdict", LOADS.values(), ids=LOADS)
def test_no_word_is_broken(verdict: Verdict) -> None:
    """Neither a setting nor a figure."""
    load = load_of(verdict)
    text = printed(verdict)

    for settings in load.asked.values():
        assert all(f"{name}={value}" in text for name, value in settings.items())
    assert max(map(len, text.splitlines())) <= 78


def test_an_answer_has_its_colour() -> None:
    """Beside its word."""
    text = printed(partial_fix(), colours=True)

    assert "\x1b[32mREPRODUCED" in text
    assert "\x1b[1;31mPARTIAL" in text
    assert "\x1b[1;33mnot run" in printed(never_begun(), colours=True)
