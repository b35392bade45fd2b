"""Outcomes are judged in the order in which they were meant to be sent."""

from __future__ import annotations

import pytest

from load.cohort import Cohort
from load.outcome import Outcome
from load.stage import Stage
from load.symptom import Symptom

FAILS = Symptom(statuses=(500,))

RATE = 10.0


def outcome(number: int, status: int = 201, took_s: float = 0.0, late_s: float = 0.0) -> Outcome:
    """One of a stage at `RATE`."""
    at_s = number / RATE
    return Outcome("judge", number, at_s, at_s + late_s, at_s + late_s + took_s, status)


def cohort(count: int = 100, skip_s: float = 0.0) -> Cohort:
    """Of a stage at `RATE`, whose failures are 500."""
    return Cohort(Stage(name="judge", count=count, rate_per_s=RATE), FAILS, skip_s)


def test_what_still_waits_keeps_those_behind_it() -> None:
    """Refusals overtake successes that wait in a queue; in their order, they would say too much too soon."""
    seen = cohort()
    for number in (3, 1, 2):
        seen.add(outcome(number, 500))

    assert seen.share().sample == 0
    seen.add(outcome(0))
    assert (seen.share().sample, seen.share().failures) == (4, 3)


def test_the_first_seconds_can_be_left_out() -> None:
    """They fill the queue."""
    seen = cohort(skip_s=0.3)
    for number in range(5):
        seen.add(outcome(number, 500 if number < 3 else 201))

    assert (seen.share().sample, seen.share().failures) == (2, 0)
    assert len(seen.outcomes) == 5


def test_an_outcome_counts_once() -> None:
    """Whatever arrives twice."""
    seen = cohort()
    for _ in range(2):
        seen.add(outcome(0, 500))

    assert seen.share().sample == 1


def test_the_deficit_is_what_found_no_place() -> None:
    """Of 10 a second, 8 come back: a fifth stays behind, in every second alike."""
    seen = cohort()
    for number in range(100):
        if number % 5:
            seen.add(outcome(number, took_s=0.01))

    deficit = seen.deficit(1, 9)
    assert deficit.value == pytest.approx(0.2)
    assert deficit.error < 0.05


def test_a_deficit_of_chance_says_so() -> None:
    """All arrivals of one second of two are missing: a fifth again, and nothing certain."""
    seen = cohort()
    for number in range(100):
        if number < 60:
            seen.add(outcome(number, took_s=0.01))

    assert seen.deficit(1, 9).error > 0.08


def test_lateness_is_the_generators() -> None:
    """From a tenth of a second on."""
    seen = cohort()
    for number in range(10):
        seen.add(outcome(number, late_s=0.2 if number == 0 else 0.01))

    assert seen.late() == pytest.approx(0.1)


def test_an_answer_of_another_kind_is_strange() -> None:
    """Neither a success nor the incident's failure."""
    seen = cohort()
    for number, status in enumerate((201, 500, 404, 0)):
        seen.add(outcome(number, status))

    assert seen.strange() == pytest.approx(0.5)
