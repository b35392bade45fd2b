"""The page's chart as geometry: what stands where, in per cent of the drawn stretch of drill time.

Phases against their budgets, gates, one lane a probe, the background users' success, and pins for what
changed the course of things, all over one axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.availability import lanes, user_buckets
from reports.facts.fault import FaultEnded, FaultHealed, FaultInjected
from reports.facts.messages import AlertFired
from reports.facts.production import ProductionChanged
from reports.facts.responder import GateEnded
from reports.journal import Event
from reports.notable import Moment
from reports.timeline import Timeline, clock_face, clock_text
from reports.verdict import Phase, Timing

_STEPS_S = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400)
_TICKS = 8
_BUCKETS = 60
# Two pins closer than this, in per cent, would cover each other on a phone.
_PIN_ROOM = 6.5


@dataclass(frozen=True)
class Bar:
    """A stretch of a row: per cent from the left, a look (a CSS class) and what it tells when pointed at."""

    left: float
    width: float
    look: str
    title: str = ""


@dataclass(frozen=True)
class Row:
    """One line of the chart: a label, a figure, a smaller note, and its bars. ``silent`` replaces none."""

    label: str
    figure: str
    note: str
    bars: list[Bar]
    look: str = ""
    silent: str = ""


@dataclass(frozen=True)
class Pin:
    """A lettered moment. ``level`` counts from 0; pins that would cover each other have different ones."""

    letter: str
    left: float
    level: int
    look: str
    moment: Moment


@dataclass(frozen=True)
class Tick:
    """A mark of the axis; every second one is ``minor`` and gives way where there is little room."""

    left: float
    text: str
    minor: bool


@dataclass(frozen=True)
class Chart:
    """Everything drawn, in the order in which it is drawn."""

    ticks: list[Tick]
    pins: list[Pin]
    pin_levels: int
    phases: list[Row]
    gates: list[Row]
    probes: list[Row]
    users: Row | None


class Scale:
    """Maps drill seconds to per cent of the drawn stretch, clipped to it.

    ``seen_s`` is when the last thing was seen.
    """

    def __init__(self, start_s: float, end_s: float, seen_s: float) -> None:
        self.start_s, self.end_s, self.seen_s = start_s, end_s, seen_s

    def at(self, seconds: float) -> float:
        """Per cent from the left."""
        share = (seconds - self.start_s) / (self.end_s - self.start_s)
        return round(100 * min(1.0, max(0.0, share)), 2)

    def bar(self, start_s: float, end_s: float, look: str, title: str = "") -> Bar:
        """A bar between two instants, at least as wide as can be seen."""
        left = self.at(start_s)
        return Bar(left, max(0.25, round(self.at(end_s) - left, 2)), look, title)

    def ticks(self) -> list[Tick]:
        """Round instants, the injection (00:00) among them, which is never minor."""
        span = self.end_s - self.start_s
        step = next((step for step in _STEPS_S if span / step <= _TICKS), _STEPS_S[-1])
        first, last = -int(-self.start_s // step), int(self.end_s // step)
        return [
            Tick(self.at(number * step), clock_face(number * step), number % 2 != 0)
            for number in range(first, last + 1)
        ]


def chart(timing: Timing, events: Sequence[Event], noted: Sequence[Moment], timeline: Timeline) -> Chart:
    """The chart of a drill."""
    scale = _scale(timing, events, timeline)
    pins = _pins(noted, scale)
    return Chart(
        ticks=scale.ticks(),
        pins=pins,
        pin_levels=1 + max((pin.level for pin in pins), default=-1),
        phases=[_phase_row(phase, scale) for phase in timing.phases],
        gates=_gate_rows(noted, scale),
        probes=_probe_rows(events, timeline, scale),
        users=_user_row(events, timeline, scale),
    )


def _scale(timing: Timing, events: Sequence[Event], timeline: Timeline) -> Scale:
    """From a little before the injection to the last thing seen, with the budgets that nearly fit in."""
    ends = [phase.ended_s for phase in timing.phases if phase.ended_s is not None]
    seen = timeline.at(events[-1]) if events else timing.used_s
    end = max([*ends, seen, 10.0])
    budgets = [
        phase.started_s + phase.budget_s
        for phase in timing.phases
        if phase.started_s is not None and phase.budget_s is not None
    ]
    end = max([end, *(budget for budget in budgets if budget <= 1.5 * end)])
    before = -timeline.at(events[0]) if events else 0.0
    return Scale(-min(max(before, 0.0), 0.06 * end), 1.02 * end, seen)


def _phase_row(phase: Phase, scale: Scale) -> Row:
    figure = "not observed" if phase.observed_s is None else clock_text(phase.observed_s)
    notes = [] if phase.budget_s is None else [f"of {clock_text(phase.budget_s)}"]
    if phase.declared_s is not None:
        notes.append(f"said {clock_text(phase.declared_s)}")
    look = phase.outcome.value
    if phase.started_s is None:
        return Row(phase.title, figure, " · ".join(notes), [], look, silent="never began")
    start, bars = phase.started_s, []
    limit = None if phase.budget_s is None else start + phase.budget_s
    if limit is not None:
        beyond = " beyond" if limit > scale.end_s else ""
        bars.append(scale.bar(start, limit, f"budget{beyond}", f"budget {clock_text(phase.budget_s or 0)}"))
    end = phase.ended_s
    if end is None:
        bars.append(scale.bar(start, scale.seen_s, f"took open {look}", "never seen to end"))
    else:
        within = end if limit is None else min(end, limit)
        bars.append(scale.bar(start, within, f"took {look}", f"observed {figure}"))
        if limit is not None and end > limit:
            bars.append(scale.bar(limit, end, "over", f"{clock_text(end - limit)} over the budget"))
    if phase.declared_s is not None:
        said = f"declared {clock_text(phase.declared_s)}"
        bars.append(scale.bar(start, start + phase.declared_s, "said", said))
    return Row(phase.title, figure, " · ".join(notes), bars, look)


def _gate_rows(noted: Sequence[Moment], scale: Scale) -> list[Row]:
    """One row for all gates after the injection; none where there was none."""
    bars, verdicts = [], []
    for moment in noted:
        if moment.topic != "gate" or moment.at_s < 0:
            continue
        ended = moment.last if isinstance(moment.last, GateEnded) else None
        verdict = ended.verdict if ended else "no verdict"
        real_s = moment.events[-1].mono_s - moment.events[0].mono_s
        verdicts.append(verdict)
        look = f"gate {verdict.lower()}" if ended else "gate none"
        bars.append(scale.bar(moment.at_s, moment.at_s + real_s, look, f"{verdict} in {real_s:.1f} s"))
    return (
        [Row("Gate", ", ".join(verdicts), "1 run" if len(bars) == 1 else f"{len(bars)} runs", bars)]
        if bars
        else []
    )


def _probe_rows(events: Sequence[Event], timeline: Timeline, scale: Scale) -> list[Row]:
    rows = []
    for lane in lanes(events, timeline):
        bars = [
            scale.bar(
                segment.start_s,
                segment.end_s,
                segment.state,
                f"{clock_face(segment.start_s)} to {clock_face(segment.end_s)}: {segment.samples} × "
                f"{segment.state}" + (f" · {segment.error}" if segment.error else ""),
            )
            for segment in lane.segments
            if segment.end_s > scale.start_s and segment.start_s < scale.end_s
        ]
        ok, bad, unusable = (lane.count(state) for state in ("ok", "bad", "unusable"))
        figure = f"{bad} failed" if bad else "all ok" if ok else "nothing seen"
        note = f"of {ok + bad}" + (f" · {unusable} unusable" if unusable else "")
        rows.append(Row(lane.probe, figure, note, bars, "bad" if bad else "ok"))
    return rows


def _user_row(events: Sequence[Event], timeline: Timeline, scale: Scale) -> Row | None:
    span = scale.end_s - scale.start_s
    width = next((step for step in _STEPS_S if span / step <= _BUCKETS), _STEPS_S[-1])
    buckets = [
        bucket
        for bucket in user_buckets(events, timeline, width)
        if bucket.end_s > scale.start_s and bucket.start_s < scale.end_s
    ]
    if not buckets:
        return None
    bars = []
    for bucket in buckets:
        share = 100 * bucket.ok / bucket.steps
        told = f"{clock_face(bucket.start_s)}: {bucket.ok} of {bucket.steps} steps succeeded"
        bars.append(scale.bar(bucket.start_s, bucket.end_s, f"{share:.0f}", told))
    ok, steps = sum(bucket.ok for bucket in buckets), sum(bucket.steps for bucket in buckets)
    return Row("Users", f"{100 * ok / steps:.0f} % ok", f"{ok} of {steps} steps", bars)


def _pins(noted: Sequence[Moment], scale: Scale) -> list[Pin]:
    pins: list[Pin] = []
    last_at: list[float] = []
    for moment in noted:
        look = _pin_look(moment)
        if not look or not 0 <= moment.at_s <= scale.end_s:
            continue
        left = scale.at(moment.at_s)
        level = next((lvl for lvl, at in enumerate(last_at) if left - at >= _PIN_ROOM), len(last_at))
        if level == len(last_at):
            last_at.append(left)
        last_at[level] = left
        pins.append(Pin(chr(ord("A") + len(pins) % 26), left, level, look, moment))
    return pins


def _pin_look(moment: Moment) -> str:
    """How a moment is pinned, or nothing where it is not."""
    fact = moment.fact
    if moment.topic == "restored":
        return "good"
    if moment.topic == "gate":
        return "gate"
    if isinstance(fact, FaultInjected):
        return "fault"
    if isinstance(fact, AlertFired) or moment.topic == "alert":
        return "alert"
    # What the fault itself changed is one with the fault.
    own = isinstance(fact, ProductionChanged) and moment.at_s < 1
    return "change" if isinstance(fact, ProductionChanged | FaultEnded | FaultHealed) and not own else ""
