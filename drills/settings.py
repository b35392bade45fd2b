"""What one drill is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from drills.responders.responder import Responder
from drills.scenario import Scenario
from fixtures.errors import SetupError

# How much longer than its budget an incident may take before the drill is called off.
PATIENCE = 1.25


@dataclass(frozen=True)
class Settings:
    """``journeys`` is how the gate walks, ``limit_s`` how many drill seconds the responder has.

    ``surprise``: nothing that can be read while the drill runs tells its scenario.

    Raises `SetupError` for a pace that the scenario does not stand.
    """

    scenario: Scenario
    responder: Responder
    pace: float = 1.0
    seed: int = 0
    journeys: Literal["browser", "http"] = "browser"
    background_users: int = 24
    probe_interval_s: float = 0.5
    limit_s: float | None = None
    surprise: bool = False

    def __post_init__(self) -> None:
        if self.pace > self.scenario.fastest_pace:
            raise SetupError(
                f"pace {self.pace:g}: {self.scenario.id} needs real waits and stands at most "
                f"{self.scenario.fastest_pace:g}; choose a slower one"
            )

    def time_limit_s(self, resolve_budget_s: float) -> float:
        """How many drill seconds the responder has: what was asked for, else more than the budget."""
        return self.limit_s if self.limit_s is not None else PATIENCE * resolve_budget_s
