"""A drill whose incident is drawn: nobody is told which, until its end."""

from __future__ import annotations

import random
import secrets
from collections.abc import Iterable
from dataclasses import dataclass

from drills.runbook import Runbook
from drills.scenario import Scenario
from drills.settings import PATIENCE
from fixtures.errors import SetupError
from fixtures.signs import SeverityId
from reports.facts.fact import Fact

# What a run folder, a process and a report are called instead of the scenario.
NAME = "surprise"
_SEEDS = 1_000_000


def seals(fact: Fact) -> bool:
    """Whether it stays out of the journal's file until the end: all that not everybody sees may tell."""
    return not fact.seen_by_all


@dataclass(frozen=True)
class Draw:
    """What was drawn, by which seed. ``limit_s`` is the time, in drill seconds, that any of them would get:
    a time limit of its own would tell the severity.
    """

    scenario: Scenario
    seed: int
    limit_s: float


def draw(
    scenarios: Iterable[Scenario], book: Runbook, pace: float, severity: SeverityId | None, seed: int | None
) -> Draw:
    """One of those that stand the pace, of one severity or of all; the same seed draws the same.

    Raises `SetupError` where there is none.
    """
    there = sorted(
        (each for each in scenarios if each.fastest_pace >= pace and severity in (None, each.severity)),
        key=lambda each: each.id,
    )
    if not there:
        which = f"of severity {severity} " if severity else ""
        raise SetupError(f"no scenario {which}stands pace {pace:g}; choose a slower one or another severity")
    drawn = secrets.randbelow(_SEEDS) if seed is None else seed
    chance = random.Random(f"{NAME}/{drawn}")  # noqa: S311 - to be reproduced, not to be secure
    longest_s = max(book.severity[each.severity].budgets["resolve"] for each in there)
    return Draw(chance.choice(there), drawn, PATIENCE * longest_s)
