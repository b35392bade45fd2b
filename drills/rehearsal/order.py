"""What one child process is asked to drill."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from drills import runbook
from drills.scenario import Scenario
from drills.settings import PATIENCE

# A scripted responder that is not done after so many real seconds never will be.
LONGEST_S = 120.0


class Order(BaseModel):
    """One drill with the runbook responder. ``own`` is the team's own folder of scenarios, if any."""

    model_config = ConfigDict(frozen=True)

    scenario: str
    own: Path | None
    pace: float
    seed: int
    limit_s: float

    @classmethod
    def of(cls, scenario: Scenario, own: Path | None, pace: float, seed: int) -> Order:
        """At the given pace, or at the fastest that this scenario stands."""
        own_pace = min(pace, scenario.fastest_pace)
        resolve_s = runbook.load().severity[scenario.severity].budgets["resolve"]
        limit_s = min(PATIENCE * resolve_s, LONGEST_S * own_pace)
        return cls(scenario=scenario.id, own=own, pace=own_pace, seed=seed, limit_s=limit_s)
