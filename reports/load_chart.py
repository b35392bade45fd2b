"""A load's plots as geometry: rates, failing share and latency, each arm's under the other's on one scale.

Everything is in per cent of a plot, from the left and from the top, so that a plot may have any size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.axis import LEVELS, Axis, Mark, round_down, round_up, whole_steps
from reports.load_record import Arm, Bucket, Load
from reports.load_words import band, failed
from reports.text import number, one_line

_TIMES = 8
# Per cent that are left free above the incident's band.
_ABOVE = 5.0
Curve = Callable[[Bucket], float | None]


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
    """One quantity of all arms. ``key`` names the looks of its lines.

    ``band`` and ``limit`` are per cent from the top: where the incident's failing share is, and where a fix
    has to be below.
    """

    title: str
    key: Mapping[str, str]
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
    fixed_below: str


def load_chart(load: Load) -> LoadChart | None:
    """The plots of a load; None where no arm came far enough to be drawn."""
    arms = [arm for arm in load.arms if arm.buckets]
    if not arms:
        return None
    time = Axis(0, max(arm.bucket_s * len(arm.buckets) for arm in arms))
    groups = [_rates(load, arms, time), _shares(load, arms, time), _latencies(arms, time)]
    return LoadChart(
        times=time.marks(_TIMES, lambda seconds: f"{seconds:g} s"),
        groups=groups,
        fills=any(arm.filling_s for arm in arms),
        band=band(load),
        fixed_below=f"{load.fixed_below:.0%}",
    )


def _rates(load: Load, arms: Sequence[Arm], time: Axis) -> Group:
    key = _named(_RATES, load)
    axis = Axis(0, whole_steps(max([1.0, *_seen(arms, _RATES)])))
    levels = axis.marks(LEVELS, lambda rate: f"{rate:g}")
    return Group("Requests a second", key, levels, _plots(arms, time, axis, _RATES, key, "/s"))


def _shares(load: Load, arms: Sequence[Arm], time: Axis) -> Group:
    key, (low, high) = _named(_SHARE, load), (100 * share for share in load.band)
    axis = Axis(0, min(100.0, whole_steps(max([high + _ABOVE, *_seen(arms, _SHARE)]))))
    return Group(
        f"Share of the answers that {failed(load)}",
        key,
        axis.marks(LEVELS, lambda share: f"{share:g}%"),
        _plots(arms, time, axis, _SHARE, key, "%"),
        band=(axis.top(high), axis.top(low)),
        limit=axis.top(100 * load.fixed_below),
    )


def _latencies(arms: Sequence[Arm], time: Axis) -> Group:
    seen = _seen(arms, _LATENCY) or [0.0]
    low, high = max(0.1, min(seen)), max(1.0, *seen)
    log = high > 10 * low
    axis = Axis(round_down(low), round_up(high), log=True) if log else Axis(0, whole_steps(high))
    title = f"Latency from the intended send, ms{', logarithmic' if log else ''}"
    key = {look: look for look in _LATENCY}
    plots = _plots(arms, time, axis, _LATENCY, key, " ms")
    return Group(title, key, axis.marks(LEVELS, number), plots)


def _plots(
    arms: Sequence[Arm],
    time: Axis,
    axis: Axis,
    curves: Mapping[str, Curve],
    key: Mapping[str, str],
    unit: str,
) -> list[Plot]:
    named = {key[look]: curve for look, curve in curves.items()}
    return [
        Plot(
            arm=one_line(arm.name),
            lines=[Line(look, _path(arm, curve, time, axis)) for look, curve in curves.items()],
            slots=[_slot(arm, bucket, time, named, unit) for bucket in arm.buckets],
            filling=time.at(arm.filling_s),
            said="; ".join(_said(name, _seen([arm], {name: curve}), unit) for name, curve in named.items()),
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
    values = ((name, curve(bucket)) for name, curve in curves.items())
    figures = ", ".join(f"{name} {_figure(value)}{unit}" for name, value in values if value is not None)
    title = f"{one_line(arm.name)}, {bucket.at_s:.1f} s: {figures or 'nothing came'}"
    return Slot(left, round(right - left, 2), title)


def _named(curves: Mapping[str, Curve], load: Load) -> dict[str, str]:
    """The looks and what they are called: of a load that is about slowness, slow is what "failed"."""
    if load.slower_than_s is None:
        return {look: look for look in curves}
    return {look: {"served": "in time", "sent": "sent"}.get(look, "too slow") for look in curves}


def _said(name: str, values: Sequence[float], unit: str) -> str:
    if not values:
        return f"{name}: nothing came"
    return f"{name} {_figure(min(values))} to {_figure(max(values))}{unit}"


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value >= 10 else f"{value:.2g}"


def _failing(bucket: Bucket) -> float | None:
    ended = bucket.served_per_s + bucket.failed_per_s
    return 100 * bucket.failed_per_s / ended if ended else None


def _seen(arms: Iterable[Arm], curves: Mapping[str, Curve]) -> list[float]:
    told = (curve(bucket) for arm in arms for curve in curves.values() for bucket in arm.buckets)
    return [value for value in told if value is not None]


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
