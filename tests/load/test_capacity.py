"""What a queue serves a second, from outcomes of a queue whose truth is known."""

from __future__ import annotations

import pytest

from load.capacity import Capacity, measured
from load.cohort import Cohort
from load.method import Step
from load.stage import Stage
from load.symptom import Symptom
from tests.load.queue_model import QueueModel

FAILS = Symptom(statuses=(500,))


def outcomes(model: QueueModel, count: int, rate_per_s: float) -> Capacity:
    """Of one stage."""
    stage = Stage(name="calibrate", count=count, rate_per_s=rate_per_s)
    step = Step("", [Cohort(stage, FAILS)], lambda cohorts, moment: None, 60)
    return measured(model.begin(step).outcomes)


@pytest.mark.parametrize("servers", [10, 15, 16, 23])
def test_it_is_servers_by_hold(servers: int) -> None:
    """Though answers come in clumps of as many as there are servers."""
    capacity = outcomes(QueueModel(servers, timeout_s=60), 200, 400)

    assert capacity.per_s == pytest.approx(servers / 0.25, rel=0.03)


def test_it_adds_up() -> None:
    """A rate measured twice is weighed by how long."""
    total = Capacity(60, 1) + Capacity(300, 4)

    assert total.per_s == pytest.approx(72)


def test_too_few_say_nothing() -> None:
    """Nor does nothing at all."""
    assert outcomes(QueueModel(15), 5, 400).per_s is None
    assert measured([]).per_s is None


def test_while_the_queue_is_gone_nothing_is_measured() -> None:
    """60 a second are offered to one that serves 400: the rate of the arrivals is no capacity."""
    model = QueueModel(100, timeout_s=60)
    burst, trickle = Stage(name="a", count=300), Stage(name="b", count=600, rate_per_s=60, delay_s=0.5)
    step = Step("", [Cohort(burst, FAILS), Cohort(trickle, FAILS)], lambda cohorts, moment: None, 60)

    assert measured(model.begin(step).outcomes).per_s == pytest.approx(400, rel=0.15)
