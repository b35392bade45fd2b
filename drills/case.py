"""What a judge reads: one journal, with what it states of scenario and runbook.

Everything here is derived from the events alone. What happened after the harness began to heal the fault is
no longer the incident: `Case.events` ends there.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import ValidationError

from drills.runbook import Runbook
from drills.scenario import Scenario
from reports.facts.fact import Fact
from reports.facts.fault import FaultHealed, FaultInjected
from reports.facts.messages import AlertFired
from reports.facts.production import ProductionChanged
from reports.facts.responder import ResponderEnded
from reports.facts.run import RunEnded, RunStarted, ScenarioStated
from reports.facts.samples import LoadSampled, ProbeSampled
from reports.journal import Event, JournalError, facts
from reports.timeline import Timeline, clock_text

F = TypeVar("F", bound=Fact)
Seen = tuple[Event, F]


@dataclass(frozen=True)
class Case:
    """One run. ``whole`` is its journal, healing and stopping included."""

    whole: Sequence[Event]
    started: RunStarted
    scenario: Scenario
    runbook: Runbook

    @classmethod
    def of(cls, events: Sequence[Event]) -> Case:
        """Read a journal. Raises `JournalError` where it is not one of a drill."""
        started = next(facts(events, RunStarted), None)
        stated = next(facts(events, ScenarioStated), None)
        if started is None or stated is None:
            raise JournalError("this journal is not one of a drill: it states no run or no scenario")
        try:
            scenario = Scenario.model_validate(stated[1].scenario)
            runbook = Runbook.model_validate(stated[1].runbook)
        except ValidationError as error:
            raise JournalError(f"the journal's scenario is of another version: {error}") from error
        return cls(events, started[1], scenario, runbook)

    @functools.cached_property
    def events(self) -> Sequence[Event]:
        """The journal up to the moment when the harness began to undo the fault."""
        end = self.healing_mono_s
        return [event for event in self.whole if event.mono_s < end] if end is not None else self.whole

    @functools.cached_property
    def healing_mono_s(self) -> float | None:
        """When the harness began to undo the fault."""
        undone = [event.mono_s for event, _ in facts(self.whole, FaultHealed)]
        undone += [
            event.mono_s for event, fact in facts(self.whole, ProductionChanged) if fact.cause == "undo"
        ]
        return min(undone, default=None)

    @functools.cached_property
    def timeline(self) -> Timeline:
        """Drill seconds since the injection."""
        return Timeline(self.whole)

    @property
    def resolution_s(self) -> float:
        """How fine the journal's clock is, in drill seconds."""
        if self.started.resolution_s is not None:
            return self.started.resolution_s
        return (self.started.probe_interval_s or 0.0) * self.started.pace

    @functools.cached_property
    def seed(self) -> int:
        """What fixed the users' rhythm and, in a surprise, the choice."""
        drawn = next(fact.seed for _, fact in facts(self.whole, ScenarioStated))
        return self.started.seed if drawn is None else drawn

    @functools.cached_property
    def injected(self) -> Event | None:
        """When the fault was in effect."""
        return self.first(FaultInjected)

    @functools.cached_property
    def alerted(self) -> Event | None:
        """When Postry's own monitoring fired, after the injection."""
        return self.first(AlertFired, after=self.injected) if self.injected else None

    @functools.cached_property
    def responder_ended(self) -> Event | None:
        """When the responder stopped."""
        return self.first(ResponderEnded)

    @functools.cached_property
    def cut_short(self) -> str:
        """Why the run did not come to its own end, or nothing."""
        ended = next((fact for _, fact in facts(self.whole, RunEnded)), None)
        if ended is None:
            return "the run was killed"
        return "" if ended.reason in {"finished", "out-of-time"} else f"the run was {ended.reason}"

    @functools.cached_property
    def samples(self) -> list[Seen[ProbeSampled]]:
        """The probes' samples since the injection, by the moment at which they began."""
        if self.injected is None:
            return []
        since = self.injected.mono_s
        return sorted(
            (seen for seen in facts(self.events, ProbeSampled) if seen[0].mono_s >= since),
            key=lambda seen: seen[0].mono_s,
        )

    @functools.cached_property
    def seconds(self) -> list[Seen[LoadSampled]]:
        """The stream's seconds since the injection, by the moment at which they began."""
        return self.seen(LoadSampled, after=self.injected) if self.injected else []

    def seen(
        self,
        kind: type[F],
        where: Callable[[F], bool] = lambda _: True,
        *,
        after: Event | float | None = None,
    ) -> list[Seen[F]]:
        """The facts of one kind for which ``where`` holds, from ``after`` (an event or an instant) on."""
        since = after.mono_s if isinstance(after, Event) else after
        return [
            (event, fact)
            for event, fact in facts(self.events, kind)
            if (since is None or event.mono_s >= since) and where(fact)
        ]

    def first(
        self,
        kind: type[F],
        where: Callable[[F], bool] = lambda _: True,
        *,
        after: Event | float | None = None,
    ) -> Event | None:
        """The first event of `seen`."""
        return min((event for event, _ in self.seen(kind, where, after=after)), key=_when, default=None)

    def at(self, event: Event) -> float:
        """Drill seconds from the injection to an event."""
        return self.timeline.at(event)

    def told(self, event: Event | None, since: Event | None = None) -> str:
        """An instant for a sentence: ``at 5m40s (#123)``, counted from ``since``; ``never`` without one."""
        if event is None:
            return "never"
        origin = self.at(since) if since else 0.0
        return f"at {clock_text(self.at(event) - origin)} (#{event.seq})"


def _when(event: Event) -> float:
    return event.mono_s
