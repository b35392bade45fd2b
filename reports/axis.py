"""An axis of a plot: where a value stands on it, and which of its values are written beside it."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

# The values that a vertical axis names, at most.
LEVELS = 4
# Rounding errors are smaller.
_CLOSE = 1e-9


@dataclass(frozen=True)
class Mark:
    """A round value of an axis, per cent from its low end."""

    at: float
    text: str


class Axis:
    """Maps values to per cent from its low end, clipped to it; ``log`` ones by their order of magnitude."""

    def __init__(self, low: float, high: float, *, log: bool = False) -> None:
        self.low, self.high, self.log = low, high, log

    def at(self, value: float) -> float:
        """Per cent from the low end."""
        low, high = self.low, self.high
        if self.log:
            low, high, value = math.log(low), math.log(high), math.log(max(value, low))
        return round(100 * min(1.0, max(0.0, (value - low) / (high - low))), 2)

    def top(self, value: float) -> float:
        """Per cent from the high end, as pictures count."""
        return round(100 - self.at(value), 2)

    def marks(self, most: int, text: Callable[[float], str]) -> list[Mark]:
        """Round values, at most so many and the two ends; decades where the axis is logarithmic."""
        if self.log:
            first = math.ceil(math.log10(self.low) - _CLOSE)
            last = math.floor(math.log10(self.high) + _CLOSE)
            values = [10.0**power for power in range(first, last + 1)]
        else:
            step = round_up((self.high - self.low) / most)
            values = [
                self.low + step * count for count in range(int((self.high - self.low) / step + _CLOSE) + 1)
            ]
        return [Mark(self.at(value), text(value)) for value in values]


def whole_steps(value: float) -> float:
    """The nearest end of an axis from 0 whose marks are round."""
    step = round_up(value / LEVELS)
    return step * math.ceil(value / step - _CLOSE)


def round_up(value: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten that is not below."""
    unit = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in (1, 2, 5, 10) if step * unit >= value * (1 - _CLOSE))


def round_down(value: float) -> float:
    """The nearest of them that is not above."""
    unit = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in (5, 2, 1) if step * unit <= value * (1 + _CLOSE))
