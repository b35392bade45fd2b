"""Shares, how sure they are, and when the sequential test has seen enough."""

from __future__ import annotations

import random

import pytest

from load.share import Share, dispersion, sequential, share


def test_the_interval_is_wilsons() -> None:
    """Against figures computed elsewhere: 10 of 100 gives 5.5 to 17.4 %."""
    low, high = Share(100, 10, 1.0).interval

    assert low == pytest.approx(0.0552, abs=0.0002)
    assert high == pytest.approx(0.1744, abs=0.0002)


def test_nothing_seen_is_nothing_known() -> None:
    """Not 0 %."""
    assert Share(0, 0, 1.0).interval == (0.0, 1.0)
    assert sequential(Share(0, 0, 1.0)) is None


def test_failures_that_hang_together_count_for_less() -> None:
    """Four times the variance, twice the width."""
    plain, clustered = Share(1000, 150, 1.0).interval, Share(1000, 150, 4.0).interval

    assert (clustered[1] - clustered[0]) == pytest.approx(2 * (plain[1] - plain[0]), rel=0.05)


def test_dispersion_tells_clusters_from_chance_and_from_clockwork() -> None:
    """Against streams of each kind with the same share."""
    chance = random.Random(1)
    independent = [chance.random() < 0.15 for _ in range(2000)]
    clustered = [failed for failed in independent for _ in range(10)][:2000]
    clockwork = [number % 7 == 0 for number in range(2000)]

    assert 0.2 < dispersion(independent) < 3
    assert dispersion(clustered) > 4
    assert dispersion(clockwork) < 0.2


@pytest.mark.parametrize(("true_share", "expected"), [(0.0, "healthy"), (0.15, "failing"), (0.29, "failing")])
def test_the_test_decides_early_and_right(true_share: float, expected: str) -> None:
    """Over a hundred streams, with at most a thousand outcomes each."""
    for seed in range(100):
        failed: list[bool] = []
        chance = random.Random(seed)
        while sequential(share(failed)) is None:
            failed.append(chance.random() < true_share)
            assert len(failed) < 1000
        assert sequential(share(failed)) == expected
