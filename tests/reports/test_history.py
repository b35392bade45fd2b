"""A check's attempts as people read them."""

from __future__ import annotations

import pytest

from reports.history import history, message_of, second_chance
from reports.verdict import Attempt, Check, Outcome

RESET = Attempt(outcome=Outcome.FAIL, error_class="net", message="reset\nby peer", duration_ms=410.4)
PASSED = Attempt(outcome=Outcome.PASS, duration_ms=980)


def check(*attempts: Attempt, outcome: Outcome = Outcome.FLAKY, message: str = "reset by peer") -> Check:
    """A journey with these attempts."""
    return Check(id="quiz", kind="journey", outcome=outcome, attempts=list(attempts), message=message)


def test_each_attempt_is_a_line() -> None:
    """Outcome, duration, class and message; what is unknown is left out."""
    assert history(check(RESET, PASSED)) == [
        "attempt 1: fail in 410 ms, net: reset by peer",
        "attempt 2: pass in 980 ms",
    ]


@pytest.mark.parametrize(
    ("attempts", "told"),
    [
        ([RESET, PASSED], "passed at attempt 2"),
        ([RESET, PASSED, PASSED], "passed at attempt 2"),
        ([PASSED, RESET, PASSED], "passed at attempt 3"),
    ],
)
def test_a_flake_passed_right_after_its_failure(attempts: list[Attempt], told: str) -> None:
    """Also where a check stands for several tests, of which others passed before and after."""
    assert second_chance(check(*attempts)) == told


def test_what_is_not_flaky_had_no_second_chance() -> None:
    """Two tests that passed are two attempts, but none was made again."""
    assert second_chance(check(PASSED, PASSED, outcome=Outcome.PASS)) == ""


def test_a_message_is_said_once() -> None:
    """A flaky check's is that of its first attempt, which is told there; any other's stays."""
    assert message_of(check(RESET, PASSED)) == ""
    assert message_of(check(PASSED, PASSED)) == "reset by peer"
    assert message_of(check(RESET, RESET, outcome=Outcome.FAIL)) == "reset by peer"
