"""How an incident is found out: steps of load, each until something is known, and a finding at the end.

A method is a generator: it yields a `Step`, is sent what the step came to, and returns its finding. It knows
no clock and sends nothing, so that the same method conducts a live load, judges a stored one again, and is
itself judged on simulated queues.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from load.cohort import Cohort
from load.finding import Finding, figures
from load.outcome import Outcome
from load.stage import Stage
from load.trouble import led_away


@dataclass(frozen=True)
class Moment:
    """How far a step is: up to ``at_s`` seconds from its start everything is known that has happened.

    ``over`` says that no more will come, ``broken`` why it never can: what was sent was not what was meant.
    """

    at_s: float
    over: bool
    broken: str = ""


Decide = Callable[[Mapping[str, Cohort], Moment], Any]


@dataclass(frozen=True)
class Step:
    """``cohorts`` of stages that begin together; ``decide`` gives what they came to, None while unknown.

    ``limit_s`` is how long it may last at most; ``title`` says what is being done, for whoever watches.
    """

    title: str
    cohorts: Sequence[Cohort]
    decide: Decide
    limit_s: float

    @property
    def stages(self) -> list[Stage]:
        """What is to be sent."""
        return [cohort.stage for cohort in self.cohorts]


Method = Generator[Step, Any, Finding]


class Running(Protocol):
    """A step at work, however its outcomes come about."""

    def news(self) -> Sequence[Outcome]:
        """What came since the last call; returns after a moment."""

    @property
    def moment(self) -> Moment:
        """How far it is."""


def follow(method: Method, begin: Callable[[Step], Running]) -> Finding:
    """Carry a method out: ``begin`` starts each step's load, or looks up what it once was."""
    came: Any = None
    while True:
        try:
            step = method.send(came)
        except StopIteration as end:
            found: Finding = end.value
            return found
        try:
            came = _await(step, begin(step))
        except _BrokenError as broken:
            method.close()
            counted = figures(step.cohorts[-1], broken.at_s)
            return Finding.model_validate({**counted, "answer": "INCONCLUSIVE", "because": str(broken)})


class _BrokenError(Exception):
    """A step that can come to nothing; the message says why, ``at_s`` when."""

    def __init__(self, message: str, at_s: float) -> None:
        super().__init__(message)
        self.at_s = at_s


def _await(step: Step, running: Running) -> Any:
    cohorts = {cohort.stage.name: cohort for cohort in step.cohorts}
    while True:
        news = running.news()
        for outcome in news:
            cohorts[outcome.stage].add(outcome)
        moment = running.moment
        if away := led_away(news):
            raise _BrokenError(f"{step.title}: {away}", moment.at_s)
        if all(cohort.complete for cohort in cohorts.values()):
            moment = replace(moment, over=True)
        came = step.decide(cohorts, moment)
        if came is not None:
            return came
        if moment.broken:
            raise _BrokenError(f"{step.title}: {moment.broken}", moment.at_s)
        if moment.over:
            raise RuntimeError(f"{step.title}: a step that is over must come to something")


def at_the_end(result: Callable[[Mapping[str, Cohort]], Any]) -> Decide:
    """Decide when no more will come."""

    def decide(cohorts: Mapping[str, Cohort], moment: Moment) -> Any:
        return result(cohorts) if moment.over else None

    return decide
