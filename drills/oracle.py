"""What an oracle is given, what it answers, and how the oracles are found."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

from drills.boundaries import Boundaries, find_boundaries
from drills.case import Case
from drills.phases import phases
from drills.tries import Try, before_recovery, tries
from drills.ways import catalogue as ways
from drills.ways.way import Taken
from reports.verdict import Outcome, Phase


@dataclass(frozen=True)
class Evidence:
    """One run as the oracles see it; what several of them need is worked out once."""

    case: Case

    @functools.cached_property
    def boundaries(self) -> Boundaries:
        """The moments that bound the phases."""
        return find_boundaries(self.case)

    @functools.cached_property
    def phases(self) -> list[Phase]:
        """The phases against their budgets."""
        return phases(self.case, self.boundaries)

    @functools.cached_property
    def ways(self) -> list[Taken]:
        """The ways out that were taken, in order."""
        return ways.all_taken(self.case)

    @functools.cached_property
    def before_recovery(self) -> list[Taken]:
        """Those of them that may have ended the outage."""
        return before_recovery(self.case, self.boundaries.outage.clean, self.ways)

    @functools.cached_property
    def tries(self) -> list[Try]:
        """The same by what each cost, in order."""
        return tries(self.case, self.before_recovery)


@dataclass(frozen=True)
class Problem:
    """Why an oracle does not hold: a kebab-case code, a sentence, and the events it rests on."""

    code: str
    message: str
    events: tuple[int, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What an oracle answers: its outcome, a sentence, and, unless it passes, its problems."""

    outcome: Outcome
    message: str
    problems: tuple[Problem, ...] = field(default=())

    @classmethod
    def holds(cls, message: str) -> Finding:
        """Yes."""
        return cls(Outcome.PASS, message)

    @classmethod
    def fails(cls, *problems: Problem) -> Finding:
        """No, for these reasons."""
        return cls(Outcome.FAIL, "; ".join(problem.message for problem in problems), problems)

    @classmethod
    def unclear(cls, *problems: Problem) -> Finding:
        """Nobody can tell, for these reasons."""
        return cls(Outcome.INCONCLUSIVE, "; ".join(problem.message for problem in problems), problems)


@dataclass(frozen=True)
class Oracle:
    """One question. ``id`` is kebab-case."""

    id: str
    title: str
    ref: str
    phase: str
    judge: Callable[[Evidence], Finding]
    needed_by_all: bool = False
