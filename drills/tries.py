"""The ways out that were tried before the recovery, one after the other, each with what it cost.

What is tried begins with the responder's request and ends when the next one is begun: watching it in vain is
part of its cost. So costs in turn add up to the time from the first request to the last effect.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drills import sightings
from drills.case import Case
from drills.ways.way import Taken
from reports.facts.fault import FaultEnded
from reports.facts.samples import LoadSampled, ProbeSampled, VendorRequested
from reports.journal import Event
from reports.timeline import clock_text


@dataclass(frozen=True)
class Try:
    """What took effect by one event. ``ways`` are its names: of one deployment that changes two things, two.

    ``cost_s``, in drill seconds, is the time until the next was begun, or the last one's to its effect.
    """

    ways: tuple[str, ...]
    event: Event
    cost_s: float

    @property
    def name(self) -> str:
        """Its ways, for a sentence."""
        return " and ".join(self.ways)

    def told(self, case: Case) -> str:
        """When it took effect, and what it cost if it took any time, for a sentence."""
        cost = f", which cost {clock_text(self.cost_s)}" if self.cost_s else ""
        return f"{case.told(self.event)}{cost}"


def before_recovery(case: Case, clean: Event | None, taken: Sequence[Taken]) -> list[Taken]:
    """What may have ended the outage: all that was done, where it went on or ended by itself."""
    if clean is None or case.first(FaultEnded, after=case.injected) is not None:
        return list(taken)
    seen_mono_s = _seen_mono_s(clean)
    return [each for each in taken if each.event.mono_s <= seen_mono_s]


def tries(case: Case, taken: Sequence[Taken]) -> list[Try]:
    """Those, each event once, in order."""
    names: dict[int, list[str]] = {}
    for each in taken:
        names.setdefault(each.event.seq, []).append(each.way)
    effects = list({each.event.seq: each.event for each in taken}.values())
    asked = _asked_mono_s(case)
    begun, since = [], 0.0
    for effect in effects:
        own = (moment for moment in asked if since < moment <= effect.mono_s)
        begun.append(next(own, since or effect.mono_s))
        since = effect.mono_s
    ended = [*begun, since][1:]
    return [
        Try(tuple(names[effect.seq]), effect, round(case.timeline.at(end) - case.timeline.at(start), 1))
        for effect, start, end in zip(effects, begun, ended, strict=True)
    ]


def _asked_mono_s(case: Case) -> list[float]:
    """When the responder asked for each change; a request is recorded once it has been answered."""
    changes = case.seen(VendorRequested, sightings.is_change, after=case.alerted)
    return sorted(event.mono_s - fact.duration_ms / 1000 for event, fact in changes)


def _seen_mono_s(clean: Event) -> float:
    """When what it shows was seen: a sample that began just before a change may be answered after it."""
    match clean.fact:
        case ProbeSampled(duration_ms=duration_ms):
            return clean.mono_s + duration_ms / 1000
        case LoadSampled():
            return clean.mono_s + 1.0
        case _:
            return clean.mono_s
