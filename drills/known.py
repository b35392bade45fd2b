"""What a scenario's file may name, while it is read; one that a journal states is of its own day."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextvars import ContextVar
from dataclasses import dataclass

from drills.runbook import PhaseId
from fixtures.signs import SeverityId


@dataclass(frozen=True)
class Known:
    """``scenario_id`` is the id that the file's name asks for; ``budgets`` are those of each severity."""

    scenario_id: str
    faults: Collection[str]
    ways: Collection[str]
    budgets: Mapping[SeverityId, Mapping[PhaseId, float]]


known: ContextVar[Known | None] = ContextVar("known", default=None)


def unknown(names: Collection[str], there: Collection[str], what: str) -> list[str]:
    """A sentence for each name that is not there."""
    listed = ", ".join(sorted(there))
    return [f"{name!r} is no {what}; there are: {listed}" for name in names if name not in there]
