"""What a queue serves a second, measured while somebody was always waiting."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from load.outcome import Outcome

# Fewer answers than this say nothing about a rate.
_FEW = 12


@dataclass(frozen=True)
class Capacity:
    """``served`` successes in ``seconds`` of a queue that was never empty; adds up over stages."""

    served: float = 0.0
    seconds: float = 0.0

    @property
    def per_s(self) -> float | None:
        """None where nothing was measured."""
        return self.served / self.seconds if self.seconds else None

    def __add__(self, other: Capacity) -> Capacity:
        return Capacity(self.served + other.served, self.seconds + other.seconds)


def measured(outcomes: Sequence[Outcome], since_s: float = 0.0) -> Capacity:
    """From outcomes of stages that began together: since half as many were there as at the peak, while a
    quarter is, and not before ``since_s``.

    The rate is the slope of the count of successes over their time: what comes in clumps, as from a pool
    whose connections all began at once, has no clean first or last second.
    """
    from_s, to_s = _crowded(outcomes)
    served = sorted(outcome.done_s for outcome in outcomes if outcome.succeeded)
    counted = [at_s for at_s in served if max(from_s, since_s) < at_s <= to_s]
    if len(counted) < _FEW or counted[-1] <= counted[0]:
        return Capacity()
    slope = statistics.linear_regression(counted, range(len(counted))).slope
    seconds = counted[-1] - counted[0]
    return Capacity(slope * seconds, seconds) if slope > 0 else Capacity()


def _crowded(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """From when until when, in seconds; the second mark is lower, for a queue's length is never still."""
    steps = sorted(
        [(outcome.sent_s, 1) for outcome in outcomes] + [(outcome.done_s, -1) for outcome in outcomes],
        key=lambda step: (step[0], -step[1]),
    )
    there = list(itertools.accumulate(change for _, change in steps))
    if not there:
        return 0.0, 0.0
    peak = max(there)
    first = next(number for number, count in enumerate(there) if count >= peak / 2)
    last = next((n for n in range(first, len(there)) if there[n] < peak / 4), len(there) - 1)
    return steps[first][0], steps[last][0]
