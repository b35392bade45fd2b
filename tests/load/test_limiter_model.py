"""The prediction of what a limit refuses, against the limiter itself."""

from __future__ import annotations

import random

import pytest

from fixtures.postry.limiter import SlidingWindow
from load.limiter_model import refused


@pytest.mark.parametrize(("limit", "predicted"), [(10, 0.410), (20, 0.0456)])
def test_it_is_what_postrys_limiter_does(limit: int, predicted: float) -> None:
    """15 users a minute behind one address, over a thousand minutes."""
    chance, now = random.Random(5), [0.0]
    limiter = SlidingWindow(limit, now=lambda: now[0])
    blocked = 0
    for _ in range(15_000):
        now[0] += chance.expovariate(15 / 60)
        blocked += limiter.retry_after_s("203.0.113.80") > 0

    assert refused(limit, 15) == pytest.approx(predicted, abs=0.0005)
    assert blocked / 15_000 == pytest.approx(refused(limit, 15), abs=0.01)


def test_without_a_place_nobody_gets_in() -> None:
    """And with many everybody does."""
    assert refused(0, 15) == 1
    assert refused(60, 15) < 1e-9
