"""Drill time as people read it: seconds since the fault was injected.

The drill's clock is paced: at pace 60 a real second is a drill minute. The gate, and every real client that
the responder starts, is a program, whose running time is data time: it is charged unscaled. So drill time is
paced time, less ``pace - 1`` times the real length of whatever part of it a program was running in; two at
once count once. `Timeline` is that mapping and nothing else: a pure function of the journal.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from reports.facts.fault import FaultInjected
from reports.facts.responder import ClientEnded, ClientStarted, GateEnded, GateStarted, ResponderEnded
from reports.facts.run import RunEnded, RunStarted
from reports.journal import Event, facts

Interval = tuple[float, float]


class Timeline:
    """Maps events, and instants of `time.monotonic` in seconds, to drill seconds since the injection.

    What was before the injection is negative. Where no fault was injected, counting starts at
    ``run.started``; without that too, at the first event. A program that never ended is taken to have ended
    with the responder or the run, whichever came first; if neither ended, it is still running.
    """

    def __init__(self, events: Sequence[Event]) -> None:
        started = next(facts(events, RunStarted), None)
        injected = next(facts(events, FaultInjected), None)
        first = injected or started
        self.pace = started[1].pace if started else 1.0
        self.origin_mono_s = first[0].mono_s if first else (events[0].mono_s if events else 0.0)
        self.programs = _union(_program_intervals(events))

    def at(self, moment: Event | float) -> float:
        """Drill seconds from the injection to an event, or to an instant of `time.monotonic`."""
        mono_s = moment.mono_s if isinstance(moment, Event) else moment
        return self._charged(mono_s) - self._charged(self.origin_mono_s)

    def _charged(self, mono_s: float) -> float:
        """Drill seconds since the origin, before the programs that ran ahead of it are set off too."""
        within = sum(max(0.0, min(end, mono_s) - start) for start, end in self.programs)
        return (mono_s - self.origin_mono_s) * self.pace - (self.pace - 1) * within


def _program_intervals(events: Sequence[Event]) -> list[Interval]:
    """When each gate and each client ran, in monotonic seconds."""
    started = [(event, fact.gate_run) for event, fact in facts(events, GateStarted)]
    started += [(event, fact.client_run) for event, fact in facts(events, ClientStarted)]
    ended: dict[str, float] = {}
    for event in events:
        if isinstance(event.fact, GateEnded):
            ended.setdefault(event.fact.gate_run, event.mono_s)
        elif isinstance(event.fact, ClientEnded):
            ended.setdefault(event.fact.client_run, event.mono_s)
    last_words = [event.mono_s for event in events if isinstance(event.fact, ResponderEnded | RunEnded)]
    intervals = []
    for event, run in started:
        cut_off = min((mono_s for mono_s in last_words if mono_s >= event.mono_s), default=math.inf)
        intervals.append((event.mono_s, ended.get(run, cut_off)))
    return intervals


def _union(intervals: list[Interval]) -> list[Interval]:
    """The same time, in order and without overlaps."""
    union: list[Interval] = []
    for start, end in sorted(intervals):
        if union and start <= union[-1][1]:
            union[-1] = (union[-1][0], max(end, union[-1][1]))
        elif end > start:
            union.append((start, end))
    return union


def clock_text(seconds: float) -> str:
    """A duration for a sentence: ``6m10s``, ``1h02m03s``, ``24h00m``, ``45s``; below 10 s also ``0.4s``."""
    sign, seconds = ("-" if round(seconds, 1) < 0 else ""), abs(seconds)
    if round(seconds, 1) < 10:
        return f"{sign}{round(seconds, 1):g}s"
    hours, minutes, rest = _split(seconds)
    if hours:
        return f"{sign}{hours}h{minutes:02d}m" + (f"{rest:02d}s" if rest else "")
    return f"{sign}{minutes}m{rest:02d}s" if minutes else f"{sign}{rest}s"


def clock_face(seconds: float) -> str:
    """An instant for an axis or a table: ``06:10``, ``1:02:03``, ``-00:30``."""
    sign, seconds = ("-" if round(seconds) < 0 else ""), abs(seconds)
    hours, minutes, rest = _split(seconds)
    return f"{sign}{hours}:{minutes:02d}:{rest:02d}" if hours else f"{sign}{minutes:02d}:{rest:02d}"


def _split(seconds: float) -> tuple[int, int, int]:
    whole = round(seconds)
    return whole // 3600, whole // 60 % 60, whole % 60
