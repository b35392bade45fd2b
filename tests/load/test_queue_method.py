"""The method for a queue, on queues whose truth is known; `tests.proof.load_calibration` has the table."""

from __future__ import annotations

from typing import Literal

import pytest

from load.finding import Finding
from load.method import Moment, follow
from load.queue_method import find_out
from tests.load.queue_model import QueueModel, judge_fix, planned, reproduce


@pytest.fixture(scope="module")
def before() -> Finding:
    """A pool of 15, as it is."""
    return reproduce(QueueModel(15, timeout_s=1))


def test_a_full_pool_is_reproduced(before: Finding) -> None:
    """At 1.18 times its capacity, which it found out: 15 connections of 0.25 s each."""
    assert before.answer == "REPRODUCED"
    assert before.capacity_per_s == pytest.approx(60, rel=0.03)
    assert before.rate_per_s == pytest.approx(1.18 * 60, rel=0.03)
    assert before.low < 1 - 1 / 1.18 < before.high


@pytest.mark.parametrize("timeout_s", [0.5, 5.0])
def test_whatever_the_time_out(timeout_s: float) -> None:
    """The queue is filled first: with 5 s nothing would fail for 28 s."""
    model = QueueModel(15, timeout_s=timeout_s)

    assert reproduce(model).answer == "REPRODUCED"
    assert sum(step.at_s for step in model.steps) < 15


@pytest.mark.parametrize(
    ("servers", "answer"), [(15, "NOT FIXED"), (16, "PARTIAL"), (18, "PARTIAL"), (22, "FIXED"), (30, "FIXED")]
)
def test_a_fix_is_judged_at_the_judging_rate(servers: int, answer: str, before: Finding) -> None:
    """1.41 times the old capacity: 22 connections are enough, and 18 are not."""
    model = QueueModel(servers, timeout_s=1)

    assert judge_fix(model, before).answer == answer
    assert model.steps[0].at_s < (3 if answer == "FIXED" else 7)


def test_a_fix_that_holds_has_no_known_capacity(before: Finding) -> None:
    """It serves what was sent; how much more, nobody tried, and the old one is not its own."""
    assert judge_fix(QueueModel(30, timeout_s=1), before).capacity_per_s is None


def test_what_remains_is_named(before: Finding) -> None:
    """16 connections serve 64 of 70.8 a second: 9.6 % still fail at the incident's rate."""
    found = judge_fix(QueueModel(16, timeout_s=1), before)

    assert found.remaining == pytest.approx(0.096, abs=0.03)
    assert f"{found.remaining:.1%} (±" in found.because


def test_a_longer_time_out_is_no_fix(before: Finding) -> None:
    """Nothing fails for 24 s, and the queue grows all the while; the prediction says until when."""
    found = judge_fix(QueueModel(15, timeout_s=10), before)

    assert found.answer == "NOT FIXED"
    assert found.failures == 0
    assert "the first time-out comes after 2" in found.because


@pytest.mark.parametrize("hold", ["constant", "exponential"])
@pytest.mark.parametrize("servers", [15, 30])
def test_people_come_at_random(servers: int, hold: Literal["constant", "exponential"]) -> None:
    """It takes longer, and is as right."""
    before = reproduce(QueueModel(15, timeout_s=1, hold=hold, seed=1), arrivals="poisson", seed=1)
    found = judge_fix(QueueModel(servers, timeout_s=1, hold=hold, seed=2), before, arrivals="poisson", seed=2)

    assert before.answer == "REPRODUCED"
    assert (found.answer == "FIXED") == (servers == 30)


def test_a_generator_that_is_late_proves_nothing() -> None:
    """What was sent was another load."""
    found = reproduce(QueueModel(15, timeout_s=1, late_s=0.2))

    assert found.answer == "INCONCLUSIVE"
    assert "too late" in found.because


def test_no_more_is_sent_than_is_allowed() -> None:
    """It says how much it would take."""
    model = QueueModel(15, timeout_s=1)

    found = reproduce(model, max_rate_per_s=50)
    assert found.answer == "INCONCLUSIVE"
    assert "no more than 50 are allowed" in found.because
    assert len(model.steps) == 1


def test_a_target_without_a_queue_is_not_reproduced() -> None:
    """It serves whatever is offered."""
    assert reproduce(QueueModel(400, timeout_s=1)).answer in {"NOT REPRODUCED", "INCONCLUSIVE"}


def test_the_whole_length_gives_the_same_answer() -> None:
    """``--full`` only takes longer."""
    model = QueueModel(15, timeout_s=1)

    assert reproduce(model, full=True, max_s=20).answer == "REPRODUCED"
    assert model.steps[-1].at_s > 20


def test_a_capacity_that_moves_is_measured_again_at_once() -> None:
    """And what an earlier stretch left waiting is gone before the next one begins."""
    model = QueueModel(15, timeout_s=1, slower_from_s=2.0)

    found = reproduce(model)
    assert found.answer == "REPRODUCED"
    assert found.rate_per_s == pytest.approx(1.18 * 40, rel=0.05)
    assert found.capacity_per_s == pytest.approx(40, rel=0.04)
    assert max(step.at_s for step in model.steps) < 8
    assert [stretch.step.stages[0].delay_s > model.timeout_s for stretch in model.steps[1:]] == [
        False,
        True,
        True,
    ]


class Broken:
    """A step whose load was not what was meant."""

    def news(self) -> list[object]:
        """Nothing came."""
        return []

    @property
    def moment(self) -> Moment:
        """A worker was lost."""
        return Moment(1.0, over=False, broken="1 of 2 workers was lost")


def test_a_load_that_broke_is_inconclusive() -> None:
    """With the reason."""
    found = follow(find_out(planned("reproduced")), lambda _: Broken())  # type: ignore[arg-type, return-value]

    assert found.answer == "INCONCLUSIVE"
    assert "1 of 2 workers was lost" in found.because
