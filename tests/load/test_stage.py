"""Arrivals are sent when they were meant to be, by however many workers."""

from __future__ import annotations

import itertools
import statistics

import pytest
from pydantic import ValidationError

from load.stage import Stage


def test_constant_arrivals_are_evenly_spaced() -> None:
    """From the stage's own start on."""
    stage = Stage(name="judge", count=5, rate_per_s=10, delay_s=2)

    assert list(stage.intended_s()) == pytest.approx([2.0, 2.1, 2.2, 2.3, 2.4])
    assert stage.length_s == pytest.approx(2.5)


def test_a_burst_is_at_once() -> None:
    """Without a rate."""
    assert list(Stage(name="burst", count=3).intended_s()) == [0, 0, 0]


def test_random_arrivals_keep_the_rate_and_the_seed() -> None:
    """Gaps of a Poisson stream have their mean for a standard deviation."""
    stage = Stage(name="judge", count=4000, rate_per_s=100, arrivals="poisson", seed=3)
    times = list(stage.intended_s())
    gaps = [later - earlier for earlier, later in itertools.pairwise(times)]

    assert times == list(stage.intended_s())
    assert times != list(stage.model_copy(update={"seed": 4}).intended_s())
    assert statistics.mean(gaps) == pytest.approx(0.01, rel=0.05)
    assert statistics.stdev(gaps) == pytest.approx(0.01, rel=0.1)


@pytest.mark.parametrize("arrivals", ["constant", "poisson"])
def test_workers_share_one_stream(arrivals: str) -> None:
    """Together they send each arrival once, at the time that a single one would."""
    stage = Stage.model_validate({"name": "judge", "count": 100, "rate_per_s": 10, "arrivals": arrivals})

    shares = [list(stage.share_of(worker, 3)) for worker in range(3)]

    assert sorted(itertools.chain(*shares)) == list(enumerate(stage.intended_s()))
    assert {len(share) for share in shares} == {33, 34}


def test_arrivals_at_once_have_no_distribution() -> None:
    """It says what to give."""
    with pytest.raises(ValidationError, match="give a rate"):
        Stage(name="burst", count=3, arrivals="poisson")
