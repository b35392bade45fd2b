"""The record of one incident: what breaks, who notices, what is true, what helps and what does not.

A scenario's file states only what makes its incident different; everything else has a default. It is stated
in the journal as it was on the day, so a judge needs no file of this package but the journal.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import time
from typing import Literal

from pydantic import Field, ValidationInfo, field_validator, model_validator

from drills.known import known, unknown
from drills.runbook import PhaseId, budget_mistakes
from fixtures.part import Part
from fixtures.signs import SeverityId

# Ids of scenarios and reasons: kebab-case, as everywhere.
ID = r"[a-z0-9]+(-[a-z0-9]+)*"
Words = tuple[str, ...]


class Alert(Part):
    """Who is expected to notice, and within how many drill seconds of the injection."""

    sources: tuple[Literal["sentry", "uptime", "support"], ...] = ("sentry", "uptime")
    within_s: float = Field(900, gt=0)


class Mistaken(Part):
    """A cause that is often named and is wrong here, with the evidence that contradicts it."""

    words: Words = Field(min_length=1)
    evidence: str


class Truth(Part):
    """The cause, and the words by which it is recognised in a ticket, in French or English.

    Of every group in ``words`` one must occur; a word stands for all that begin with it, in any case and with
    or without accents.
    """

    cause: str = Field(min_length=1)
    words: tuple[Words, ...] = Field(min_length=1)
    mistaken: tuple[Mistaken, ...] = ()

    def missing_in(self, text: str) -> list[Words]:
        """The groups of words of which none stands in ``text``; nothing where the cause is named."""
        return [group for group in self.words if not _any_of(group, text)]

    def mistaken_in(self, text: str) -> list[Mistaken]:
        """The wrong causes that ``text`` names."""
        return [mistake for mistake in self.mistaken if _any_of(mistake.words, text)]


class Wrong(Part):
    """A way that looks right and is not. ``reason`` is its code in the verdict, ``because`` says why.

    A wrong way that is corrected costs time only, unless what it does is ``lasting``.
    """

    way: str
    reason: str = Field(pattern=f"^{ID}$")
    because: str = Field(min_length=1)
    lasting: bool = False


class Scenario(Part):
    """One incident. ``ways`` are those of `drills.ways`.

    ``visible``: users notice, so they must be informed. ``keeps``: what may not be lost. ``fastest_pace``:
    above it, real waits would distort the symptom. ``budgets``: where this incident's differ from its
    severity's. ``ends``: the service is ``recovered``; or nothing was broken, and the ticket is ``closed``;
    or the fix is ``planned``, and nothing is restored in the drill. ``outage``: where it shows that
    something is broken, and that it is no more: in the probes' ``journeys``, or in the ``refusals`` of
    legitimate people, or in a flood of ``alerts``. ``local_time``: the time of day at which it begins; who
    is there to be called depends on it. ``ends_after_s``: where the fault ends by itself, so many
    drill seconds after it began. ``persists_per_s``: users save so many posts a second during the whole
    drill, and whether all is well is judged by what becomes of these, too, where only some of them fail.
    """

    id: str = Field(pattern=f"^{ID}$")
    title: str = Field(min_length=1)
    severity: SeverityId
    story: str = Field(min_length=1, description="what users see, in French; never the cause")
    fault: str
    alert: Alert = Alert()
    truth: Truth
    accepted: Words = Field(min_length=1)
    wrong: tuple[Wrong, ...] = ()
    ends: Literal["recovered", "closed", "planned"] = "recovered"
    outage: Literal["journeys", "refusals", "alerts"] = "journeys"
    visible: bool = True
    keeps: tuple[Literal["posts"], ...] = ("posts",)
    fastest_pace: float = Field(120, ge=1)
    budgets: dict[PhaseId, float] = Field(default_factory=dict)
    local_time: time = time(14, 0)
    persists_per_s: float | None = Field(None, gt=0, le=100)
    ends_after_s: float | None = Field(None, gt=0)

    @field_validator("id")
    @classmethod
    def _is_the_files(cls, name: str) -> str:
        there = known.get()
        if there is not None and name != there.scenario_id:
            raise ValueError(f"belongs into {name.replace('-', '_')}.py")
        return name

    @field_validator("fault")
    @classmethod
    def _is_a_fault(cls, fault: str) -> str:
        there = known.get()
        _refuse(unknown([fault], there.faults, "fault") if there else [])
        return fault

    @field_validator("accepted", "wrong")
    @classmethod
    def _are_ways(cls, named: tuple[str | Wrong, ...]) -> tuple[str | Wrong, ...]:
        there = known.get()
        ways = [each.way if isinstance(each, Wrong) else each for each in named]
        _refuse(unknown(ways, there.ways, "way of drills.ways") if there else [])
        return named

    @field_validator("budgets")
    @classmethod
    def _are_possible(cls, budgets: dict[PhaseId, float], info: ValidationInfo) -> dict[PhaseId, float]:
        """By themselves, and together with those of the severity that they stand beside."""
        there, severity = known.get(), info.data.get("severity")
        others = there.budgets[severity] if there and severity else {}
        _refuse(budget_mistakes({**others, **budgets}))
        return budgets

    @model_validator(mode="after")
    def _is_consistent(self) -> Scenario:
        mistakes = []
        if both := sorted({wrong.way for wrong in self.wrong} & set(self.accepted)):
            mistakes.append(f"accepted and wrong at once: {', '.join(both)}")
        if not self.id.startswith((f"{self.severity.lower()}-", "control-")):
            mistakes.append(f"id {self.id!r} does not begin with its severity, {self.severity.lower()}-")
        _refuse(mistakes)
        return self


def _refuse(mistakes: list[str]) -> None:
    if mistakes:
        raise ValueError("; ".join(mistakes))


def _any_of(words: Words, text: str) -> bool:
    plain = _plain(text)
    return any(re.search(rf"(?<!\w){re.escape(_plain(word))}", plain) for word in words)


def _plain(text: str) -> str:
    """Lower case, without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
