"""One figure of the bench: what was measured, against what, and the most that it may be."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """``measured`` and ``reference`` are medians in ``unit``; a reference of 1 makes it an absolute figure.

    ``note`` is what no figure says.
    """

    title: str
    measured: float
    reference: float
    of: str
    at_most: float
    note: str = ""
    unit: str = "s"

    @property
    def ratio(self) -> float:
        """How many times the reference."""
        return self.measured / self.reference

    @property
    def holds(self) -> bool:
        """Whether the figure keeps its bound."""
        return self.ratio <= self.at_most


def median_s(work: Callable[[], object], runs: int) -> float:
    """The median wall time of some runs, in seconds."""
    return statistics.median(seconds(work) for _ in range(runs))


def seconds(work: Callable[[], object]) -> float:
    """The wall time of one run, in seconds."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun
