"""What a scenario has to prove by whole drills: the idle fail, the right pass, the wrong fail by reason.

Each is one cell of a matrix over all scenarios: the suite drills some of each kind, `make proof` all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from drills.catalogue import discover
from drills.responders.idle import Idle
from drills.responders.program import Program
from drills.scenario import Scenario
from reports.verdict import Result
from tests.drills.running import codes, drilled, explained

# One scenario of each kind of fault: a build, the environment, a vendor, rows, the platform's own actions.
KINDS = ("p0-bad-deploy", "p0-database-url", "p0-vercel-outage", "p0-data-loss", "p0-escalation")
# A real browser confirms one of each kind; beside those a limit and a page that some users see.
IN_A_BROWSER = {*KINDS, "p0-database-down", "p1-dashboard-500", "p1-rate-limit"}


@dataclass(frozen=True)
class Cell:
    """One drill; ``way`` is empty for the idle responder."""

    scenario: Scenario
    role: Literal["idle", "accepted", "wrong"]
    way: str = ""

    @property
    def id(self) -> str:
        """As ``p0-bad-deploy/wrong/redeploy``."""
        return "/".join(filter(None, (self.scenario.id, self.role, self.way)))

    def faults(self, root: Path) -> list[str]:
        """Drill it below ``root``; what is not as it should be, nothing where it is proven."""
        return {"idle": self._idle, "accepted": self._accepted, "wrong": self._wrong}[self.role](root)

    def _idle(self, root: Path) -> list[str]:
        """For what it did not do; a scenario that it passes proves nothing."""
        scenario = self.scenario
        outcome, _ = drilled(root, Idle(), scenario, pace=scenario.fastest_pace)
        wanted = {"no-incident-ticket"}
        if scenario.ends_after_s is not None:
            wanted |= {"not-validated", "not-closed"}
        elif scenario.ends == "recovered":
            wanted |= {"not-mitigated", "not-recovered"}
        else:
            wanted |= {"not-mitigated", "not-looked"}
        found = set(codes(outcome))
        if outcome.verdict.verdict is not Result.FAIL or not wanted <= found:
            return [f"{outcome.verdict.verdict}, {sorted(found)}: expected FAIL with {sorted(wanted)}"]
        return []

    def _accepted(self, root: Path) -> list[str]:
        """The first accepted way is the runbook responder's own choice, the others are forced."""
        forced = None if self.way == self.scenario.accepted[0] else self.way
        browser = forced is None and self.scenario.id in IN_A_BROWSER
        outcome, folder = drilled(
            root, Program.runbook(forced), self.scenario, journeys="browser" if browser else "http"
        )
        found = []
        if outcome.verdict.verdict is not Result.PASS:
            found.append(f"{outcome.verdict.verdict}, expected PASS: {explained(outcome, folder)}")
        (mitigated,) = [check for check in outcome.verdict.checks if check.id == "mitigated"]
        if not mitigated.message.startswith(f"{self.way} at"):
            found.append(f"mitigated: {mitigated.message}, expected {self.way}")
        return found

    def _wrong(self, root: Path) -> list[str]:
        """By its own reason, and by no other wrong way's."""
        reasons = {wrong.way: wrong.reason for wrong in self.scenario.wrong}
        outcome, folder = drilled(
            root, Program.runbook(self.way), self.scenario, pace=self.scenario.fastest_pace
        )
        told = set(codes(outcome)) & set(reasons.values())
        if outcome.verdict.verdict is not Result.FAIL or told != {reasons[self.way]}:
            return [
                f"{outcome.verdict.verdict}, {sorted(told)}: expected FAIL by {reasons[self.way]}: "
                f"{explained(outcome, folder)}"
            ]
        return []


def cells() -> Iterator[Cell]:
    """All of them, scenario by scenario."""
    for scenario in discover().values():
        yield Cell(scenario, "idle")
        yield from (Cell(scenario, "accepted", way) for way in scenario.accepted)
        yield from (Cell(scenario, "wrong", wrong.way) for wrong in scenario.wrong)
