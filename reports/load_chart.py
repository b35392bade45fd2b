"""A load's plots as geometry: rates, failing share and latency, each arm's under the other's on one scale.

Everything is in per cent of a plot, from the left and from the top, so that a plot may have any size.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.load_record import Arm, Bucket, Load
from reports.load_words import band
from reports.text import number, one_line

_TIMES, _LEVELS = 8, 4
# Per cent failing that a fix has to be below, and what is left free above the incident's band.
_FIXED, _ABOVE = 1.0, 5.0
# Rounding errors are smaller.
_CLOSE = 1e-9
Curve = Callable[[Bucket], float | None]


@dataclass(frozen=True)
class Mark:
    """A round value of an axis, per cent from its low end."""

    at: float
    text: str


@dataclass(frozen=True)
class Line:
    """A curve in steps, one a bucket: a look (a CSS class) and the path of SVG, open where nothing was."""

    look: str
    path: str


@dataclass(frozen=True)
class Slot:
    """A bucket, per cent from the left, and what it tells when pointed at."""

    left: float
    width: float
    title: str


@dataclass(frozen=True)
class Plot:
    """One quantity of one arm. ``filling`` is per cent from the left; ``said`` what is seen, in words."""

    arm: str
    lines: list[Line]
    slots: list[Slot]
    filling: float
    said: str


@dataclass(frozen=True)
class Group:
    """One quantity of all arms. ``key`` are the looks of its lines, which are their names too.

    ``band`` and ``limit`` are per cent from the top: where the incident's failing share is, and where a fix
    has to be below.
    """

    title: str
    key: list[str]
    levels: list[Mark]
    plots: list[Plot]
    band: tuple[float, float] | None = None
    limit: float | None = None


@dataclass(frozen=True)
class LoadChart:
    """Everything drawn; ``times`` are seconds since an arm's first arrival was due."""

    times: list[Mark]
    groups: list[Group]
    fills: bool
    band: str


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
            step = _round_up((self.high - self.low) / most)
            values = [
                self.low + step * count for count in range(int((self.high - self.low) / step + _CLOSE) + 1)
            ]
        return [Mark(self.at(value), text(value)) for value in values]


def load_chart(load: Load) -> LoadChart | None:
    """The plots of a load; None where no arm came far enough to be drawn."""
    arms = [arm for arm in load.arms if arm.buckets]
    if not arms:
        return None
    time = Axis(0, max(arm.bucket_s * len(arm.buckets) for arm in arms))
    groups = [_rates(arms, time), _shares(load, arms, time), _latencies(arms, time)]
    return LoadChart(
        times=time.marks(_TIMES, lambda seconds: f"{seconds:g} s"),
        groups=groups,
        fills=any(arm.filling_s for arm in arms),
        band=band(load),
    )


def _rates(arms: Sequence[Arm], time: Axis) -> Group:
    axis = Axis(0, _whole_steps(max([1.0, *_seen(arms, _RATES)])))
    levels = axis.marks(_LEVELS, lambda rate: f"{rate:g}")
    return Group("Requests a second", list(_RATES), levels, _plots(arms, time, axis, _RATES, "/s"))


def _shares(load: Load, arms: Sequence[Arm], time: Axis) -> Group:
    low, high = (100 * share for share in load.band)
    axis = Axis(0, min(100.0, _whole_steps(max([high + _ABOVE, *_seen(arms, _SHARE)]))))
    return Group(
        "Failing share of what was answered",
        list(_SHARE),
        axis.marks(_LEVELS, lambda share: f"{share:g}%"),
        _plots(arms, time, axis, _SHARE, "%"),
        band=(axis.top(high), axis.top(low)),
        limit=axis.top(_FIXED),
    )


def _latencies(arms: Sequence[Arm], time: Axis) -> Group:
    seen = _seen(arms, _LATENCY) or [0.0]
    low, high = max(0.1, min(seen)), max(1.0, *seen)
    log = high > 10 * low
    axis = Axis(_round_down(low), _round_up(high), log=True) if log else Axis(0, _whole_steps(high))
    title = f"Latency from the intended send, ms{', logarithmic' if log else ''}"
    return Group(
        title, list(_LATENCY), axis.marks(_LEVELS, number), _plots(arms, time, axis, _LATENCY, " ms")
    )


def _plots(arms: Sequence[Arm], time: Axis, axis: Axis, curves: Mapping[str, Curve], unit: str) -> list[Plot]:
    return [
        Plot(
            arm=one_line(arm.name),
            lines=[Line(look, _path(arm, curve, time, axis)) for look, curve in curves.items()],
            slots=[_slot(arm, bucket, time, curves, unit) for bucket in arm.buckets],
            filling=time.at(arm.filling_s),
            said="; ".join(_said(look, _seen([arm], {look: curve}), unit) for look, curve in curves.items()),
        )
        for arm in arms
    ]


def _path(arm: Arm, curve: Curve, time: Axis, axis: Axis) -> str:
    drawn, path = False, ""
    for bucket in arm.buckets:
        value = curve(bucket)
        if value is not None:
            top = axis.top(value)
            path += f"V{top:g}" if drawn else f"M{time.at(bucket.at_s):g} {top:g}"
            path += f"H{time.at(bucket.at_s + arm.bucket_s):g}"
        drawn = value is not None
    return path


def _slot(arm: Arm, bucket: Bucket, time: Axis, curves: Mapping[str, Curve], unit: str) -> Slot:
    left, right = time.at(bucket.at_s), time.at(bucket.at_s + arm.bucket_s)
    values = ((look, curve(bucket)) for look, curve in curves.items())
    figures = ", ".join(f"{look} {_figure(value)}{unit}" for look, value in values if value is not None)
    title = f"{one_line(arm.name)}, {bucket.at_s:.1f} s: {figures or 'nothing came'}"
    return Slot(left, round(right - left, 2), title)


def _said(look: str, values: Sequence[float], unit: str) -> str:
    if not values:
        return f"{look}: nothing came"
    return f"{look} {_figure(min(values))} to {_figure(max(values))}{unit}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _failing(bucket: Bucket) -> float | None:
    ended = bucket.served_per_s + bucket.failed_per_s
    return 100 * bucket.failed_per_s / ended if ended else None


def _seen(arms: Iterable[Arm], curves: Mapping[str, Curve]) -> list[float]:
    told = (curve(bucket) for arm in arms for curve in curves.values() for bucket in arm.buckets)
    return [value for value in told if value is not None]


def _whole_steps(value: float) -> float:
    """The nearest end of an axis from 0 whose marks are round."""
    step = _round_up(value / _LEVELS)
    return step * math.ceil(value / step - _CLOSE)


def _round_up(value: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten that is not below."""
    unit = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in (1, 2, 5, 10) if step * unit >= value * (1 - _CLOSE))


def _round_down(value: float) -> float:
    """The nearest of them that is not above."""
    unit = 10.0 ** math.floor(math.log10(value))
    return next(step * unit for step in (5, 2, 1) if step * unit <= value * (1 + _CLOSE))


_RATES: Mapping[str, Curve] = {
    "sent": lambda bucket: bucket.sent_per_s,
    "served": lambda bucket: bucket.served_per_s,
    "failed": lambda bucket: bucket.failed_per_s,
}
_SHARE: Mapping[str, Curve] = {"failing": _failing}
_LATENCY: Mapping[str, Curve] = {
    "p50": lambda bucket: bucket.latency_ms.p50 if bucket.latency_ms else None,
    "p95": lambda bucket: bucket.latency_ms.p95 if bucket.latency_ms else None,
    "p99": lambda bucket: bucket.latency_ms.p99 if bucket.latency_ms else None,
}
