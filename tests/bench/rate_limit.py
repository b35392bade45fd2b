"""How long it takes to know whether a higher limit ends the 429s."""

from __future__ import annotations

import statistics

from tests.bench.figure import Figure
from tests.bench.verify import seconds_of

RUNS = 5


def measure() -> Figure:
    """Before and after, on the embedded world."""
    took_s = statistics.median(seconds_of("rate-limit") for _ in range(RUNS))
    return Figure("rate limit, before and after", took_s, 1.0, "a second", at_most=3)
