"""A share of failures, how sure it is, and the sequential test that says as early as it may."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

HEALTHY = 0.01
FAILING = 0.10
ERROR = 0.01
# A queue remembers: neighbours fail together, so plain bounds decide too soon (see docs/load.md).
WIDENED = 4.0
_BLOCKS = 8
_Z95 = 1.959964


@dataclass(frozen=True)
class Share:
    """``failures`` of ``sample``; ``dispersion`` is the variance against that of independent failures."""

    sample: int
    failures: int
    dispersion: float

    @property
    def value(self) -> float:
        """0 where nothing was seen; ask ``sample`` first."""
        return self.failures / self.sample if self.sample else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """95 % (Wilson's), for a sample as much smaller as its failures hang together."""
        n = self.sample / max(self.dispersion, 0.1)
        if n == 0:
            return 0.0, 1.0
        z2, p = _Z95 * _Z95, self.value
        middle = (p + z2 / (2 * n)) / (1 + z2 / n)
        half = _Z95 / (1 + z2 / n) * math.sqrt(p * (1 - p) / n + z2 / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def told(self, verb: str = "failed") -> str:
        """In words."""
        low, high = self.interval
        return f"{self.value:.1%} of {self.sample} {verb} (95 %: {low:.1%} to {high:.1%})"


def share(failed: Sequence[bool]) -> Share:
    """The share of failures of outcomes in order of intended send."""
    return Share(len(failed), sum(failed), dispersion(failed))


def dispersion(failed: Sequence[bool]) -> float:
    """How much more (above 1) or less the failures cluster than independent ones would.

    The variance of the failures in blocks against the binomial one. A queue's clusters are long, so the
    longest blocks count of which there are enough; those half as long, too, for few blocks may agree by
    chance. 1 where there is too little to tell.
    """
    p = sum(failed) / len(failed) if failed else 0.0
    longest = len(failed) // _BLOCKS
    if not 0 < p < 1 or longest < _BLOCKS:
        return 1.0
    return max(_variance(failed, length) / (length * p * (1 - p)) for length in (longest, longest // 2))


def _variance(failed: Sequence[bool], length: int) -> float:
    return statistics.variance(
        sum(failed[at : at + length]) for at in range(0, len(failed) - length + 1, length)
    )


def sequential(seen: Share, widened: float = WIDENED) -> Literal["healthy", "failing"] | None:
    """Wald's test of `HEALTHY` against `FAILING`, its bounds so much wider; None while it cannot tell.

    Source: A. Wald, Sequential Tests of Statistical Hypotheses, Ann. Math. Statist. 16 (1945).
    """
    passed = seen.sample - seen.failures
    evidence = seen.failures * math.log(FAILING / HEALTHY) + passed * math.log((1 - FAILING) / (1 - HEALTHY))
    bound = math.log((1 - ERROR) / ERROR) * widened * max(1.0, seen.dispersion)
    if evidence >= bound:
        return "failing"
    return "healthy" if evidence <= -bound else None
