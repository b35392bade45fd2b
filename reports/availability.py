"""What the probes and the background users got, over drill time: the data behind the page's lanes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from reports.facts.run import RunStarted
from reports.facts.samples import ProbeSampled, UserStepped
from reports.journal import Event, facts
from reports.timeline import Timeline

State = Literal["ok", "bad", "unusable"]

# A sample speaks for the time until the next one, but not for a hole of more than this many intervals.
_LONGEST_SILENCE = 3.0


@dataclass(frozen=True)
class Segment:
    """A stretch, in drill seconds since the injection, in which all samples said the same."""

    start_s: float
    end_s: float
    state: State
    samples: int
    error: str = ""


@dataclass(frozen=True)
class Lane:
    """One probe's segments in order; between two of them there may be a hole, where nothing was seen."""

    probe: str
    segments: list[Segment]

    def count(self, state: State) -> int:
        """How many samples were in this state."""
        return sum(segment.samples for segment in self.segments if segment.state == state)


@dataclass(frozen=True)
class Bucket:
    """How many steps of background users succeeded in a stretch of drill time."""

    start_s: float
    end_s: float
    ok: int
    steps: int


def lanes(events: Sequence[Event], timeline: Timeline) -> list[Lane]:
    """Each probe's availability, in the order in which the probes first appear."""
    started = next(facts(events, RunStarted), None)
    interval_s = (started[1].probe_interval_s if started else None) or 0.5
    by_probe: dict[str, list[ProbeSampled]] = {}
    for _, sample in facts(events, ProbeSampled):
        by_probe.setdefault(sample.probe, []).append(sample)
    return [Lane(probe, _segments(samples, interval_s, timeline)) for probe, samples in by_probe.items()]


def _segments(samples: list[ProbeSampled], interval_s: float, timeline: Timeline) -> list[Segment]:
    samples = sorted(samples, key=lambda sample: sample.due_mono_s)
    ends = [
        min(later.due_mono_s, sample.due_mono_s + _LONGEST_SILENCE * interval_s)
        for sample, later in pairwise(samples)
    ]
    ends.append(samples[-1].due_mono_s + interval_s)
    segments: list[Segment] = []
    for sample, end_mono_s in zip(samples, ends, strict=True):
        state: State = "unusable" if not sample.usable else "ok" if sample.ok else "bad"
        start, end = timeline.at(sample.due_mono_s), timeline.at(end_mono_s)
        last = segments[-1] if segments else None
        if last and last.state == state and abs(last.end_s - start) < 1e-6:
            segments[-1] = Segment(last.start_s, end, state, last.samples + 1, last.error)
        else:
            segments.append(Segment(start, end, state, 1, sample.error))
    return segments


def user_buckets(events: Sequence[Event], timeline: Timeline, width_s: float) -> list[Bucket]:
    """The steps of all background users in stretches of ``width_s`` drill seconds, without empty ones."""
    counts: dict[int, list[bool]] = {}
    for event, step in facts(events, UserStepped):
        counts.setdefault(int(timeline.at(event) // width_s), []).append(step.ok)
    return [
        Bucket(number * width_s, (number + 1) * width_s, sum(steps), len(steps))
        for number, steps in sorted(counts.items())
    ]
