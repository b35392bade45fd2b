"""An intent: the purpose of one command, and how to see that it was served."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from drills.runbook_check import intents, shell
from drills.runbook_check.execution import Ended
from drills.runbook_check.passage import Language
from drills.runbook_check.sight import Sight, differences
from drills.runbook_check.stage import Stage
from fixtures import discovery
from reports.verdict import Outcome


class Typed(NamedTuple):
    """What is typed, filled in, and in which language."""

    text: str
    language: Language

    @property
    def line(self) -> shell.Line:
        """How bash reads it; of SQL, nothing."""
        return shell.parse(self.text if self.language == "shell" else "")

    def call(self, program: str) -> shell.Call | None:
        """The only call of a program; None where there is none, or more than one."""
        found = [call for calls in self.line.pipelines for call in calls if call.program == program]
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Witnessed:
    """All that was seen of one run of a command."""

    stage: Stage
    before: Sight
    after: Sight
    ended: Ended

    @property
    def changes(self) -> str:
        """What others see changed; ``nothing changed`` where nothing did."""
        told = differences(self.before, self.after, self.stage.rows)
        return "; ".join(told) or "nothing changed"


class Judgement(NamedTuple):
    """Whether it did what it is for; ``seen`` is the effect, ``finding`` what is wrong or worth knowing."""

    outcome: Outcome
    seen: str
    finding: str = ""


@dataclass(frozen=True)
class Intent:
    """``sentence`` says what the command is for. ``judge`` reads what was witnessed.

    ``prepare`` gives the command something to do; ``follows`` is whether it runs until it is ended;
    ``contrast`` is a judge of a second run, on a broken site; ``instead`` are wordings to try where it fails.
    """

    sentence: str
    judge: Callable[[Witnessed], Judgement]
    prepare: Callable[[Stage], None] = lambda _: None
    follows: bool = False
    contrast: Callable[[Witnessed, Witnessed], Judgement] | None = None
    instead: Sequence[str] = ()


Recognise = Callable[[Typed, Stage], Intent | None]


class _Module(Protocol):
    recognise: Recognise


@cache
def discover() -> tuple[Recognise, ...]:
    """Every module's ``recognise``, those of a lower ``ORDER`` first."""
    found = discovery.discover(intents, _Module)
    names = sorted(found, key=lambda name: (getattr(found[name], "ORDER", 0), name))
    return tuple(found[name].recognise for name in names)


def of(typed: Typed, stage: Stage) -> Intent | None:
    """What a command is for; None where nobody here knows."""
    return next((intent for each in discover() if (intent := each(typed, stage))), None)


def ending(ended: Ended) -> str:
    """How it ended, as a part of a sentence."""
    return f"ended with rc {ended.rc}" if ended.how == "by itself" else f"was ended {ended.how}"


def judged(ok: bool, seen: str, finding: str = "") -> Judgement:
    """Pass or fail."""
    return Judgement(Outcome.PASS if ok else Outcome.FAIL, seen, finding)
