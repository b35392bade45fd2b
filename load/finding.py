"""What an arm found: an answer, what it rests on, and the figures."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from typing import Literal

from fixtures.part import Part
from load.cohort import Cohort

Answer = Literal["REPRODUCED", "NOT REPRODUCED", "FIXED", "PARTIAL", "NOT FIXED", "INCONCLUSIVE"]


class Latency(Part):
    """Milliseconds: the median, and what 95 and 99 of 100 do not exceed."""

    p50: float
    p95: float
    p99: float


class Finding(Part):
    """``share`` of ``sample`` failed, with its 95 % interval; ``remaining`` is what still would at the
    incident's own rate. Rates are a second; ``deficit`` is None where it was not measured."""

    answer: Answer
    because: str
    rate_per_s: float | None = None
    capacity_per_s: float | None = None
    sample: int = 0
    failures: int = 0
    share: float = 0.0
    low: float = 0.0
    high: float = 1.0
    dispersion: float = 1.0
    deficit: float | None = None
    remaining: float | None = None
    latency_ms: Latency | None = None
    service_ms: Latency | None = None
    lag_ms: Latency | None = None
    late: float = 0.0
    judged_s: float = 0.0


def figures(cohort: Cohort, at_s: float) -> dict[str, object]:
    """The part of a finding that is only counted."""
    seen, outcomes = cohort.share(), cohort.outcomes
    low, high = seen.interval
    return {
        "rate_per_s": cohort.stage.rate_per_s,
        "sample": seen.sample,
        "failures": seen.failures,
        "share": seen.value,
        "low": low,
        "high": high,
        "dispersion": seen.dispersion,
        "late": cohort.late(),
        "judged_s": at_s,
        "latency_ms": quantiles([outcome.latency_s for outcome in outcomes]),
        "service_ms": quantiles([outcome.service_s for outcome in outcomes]),
        "lag_ms": quantiles([outcome.lag_s for outcome in outcomes]),
    }


def quantiles(seconds: Sequence[float]) -> Latency | None:
    """None where there is nothing."""
    if len(seconds) < 2:
        return None
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    return Latency(p50=cuts[49] * 1000, p95=cuts[94] * 1000, p99=cuts[98] * 1000)
