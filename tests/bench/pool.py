"""How long it takes to know whether a larger pool ends the failures, at a time-out of 1 s."""

from __future__ import annotations

import statistics

from tests.bench.figure import Figure
from tests.bench.verify import seconds_of

RUNS = 5


def measure() -> Figure:
    """Before and after, on the embedded world."""
    took_s = statistics.median(
        seconds_of("pool-exhaustion", "--before", "DB_TIMEOUT_MS=1000") for _ in range(RUNS)
    )
    return Figure("full pool, before and after", took_s, 1.0, "a second", at_most=8)
