"""What one item of the checklist comes to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

from drills.case import Case
from drills.oracle import Evidence, Finding
from reports.journal import Event
from reports.timeline import clock_text
from reports.verdict import Outcome

State = Literal["done", "open", "not-needed", "not-observed"]


class Tick(BaseModel):
    """One answer: a sentence why, and the numbers of the events that it rests on."""

    model_config = ConfigDict(frozen=True)

    state: State
    why: str
    events: tuple[int, ...] = ()


Item = Callable[[Evidence], Tick]


def done(why: str, *events: Event) -> Tick:
    """It was seen."""
    return Tick(state="done", why=why, events=_numbers(events))


def left_open(why: str, *events: Event) -> Tick:
    """It would have been seen, and was not."""
    return Tick(state="open", why=why, events=_numbers(events))


def not_needed(why: str) -> Tick:
    """This incident does not ask for it."""
    return Tick(state="not-needed", why=why)


def not_observed(why: str) -> Tick:
    """Nobody can tell from here."""
    return Tick(state="not-observed", why=why)


def as_found(finding: Finding) -> Tick:
    """What an oracle found, as an answer."""
    state: State = "not-observed" if finding.outcome is Outcome.INCONCLUSIVE else "open"
    if finding.outcome is Outcome.PASS:
        state = "done"
    events = tuple(seq for problem in finding.problems for seq in problem.events)
    return Tick(state=state, why=finding.message, events=events)


def when(case: Case, event: Event) -> str:
    """An instant for a sentence, without the event's number, which an answer cites beside it."""
    return f"at {clock_text(case.at(event))}"


def _numbers(events: Iterable[Event]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(event.seq for event in events))
