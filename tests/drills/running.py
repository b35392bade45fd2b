"""Real drills for tests: a world each, walked by plain HTTP."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from drills.catalogue import find
from drills.drill import Drill, Outcome
from drills.responders.responder import Responder
from drills.scenario import Scenario
from drills.settings import Settings
from reports.facts.fact import Fact
from reports.journal import Event, facts, read
from reports.run import JOURNAL, RunFolder

# A pace at which a slow machine's own time does not eat the budgets.
PACE = 60.0
# Enough for the alerts and the gate where something simply fails; each costs its share of the CPU.
_FEW_USERS = 10


def users_of(scenario: Scenario) -> int:
    """How many background users show a scenario's symptom: all, where it is a matter of their number."""
    depends = scenario.outage != "journeys" or scenario.persists_per_s is not None
    return Settings.background_users if depends else _FEW_USERS


def drilled(
    root: Path, responder: Responder, scenario: Scenario | None = None, **settings: Any
) -> tuple[Outcome, RunFolder]:
    """Run a drill (p0-bad-deploy, unless told otherwise); how it ended, and its folder."""
    chosen = scenario or find("p0-bad-deploy")
    pace = min(PACE, chosen.fastest_pace)
    folder = RunFolder.create("drill", chosen.id, root=root)
    given = {"pace": pace, "journeys": "http", "background_users": users_of(chosen), **settings}
    return Drill(Settings(chosen, responder, **given), folder).run(), folder


def events(folder: RunFolder) -> Sequence[Event]:
    """The stored journal of a run."""
    return read(folder.path / JOURNAL)


def only(folder: RunFolder, kind: type[Fact]) -> Event:
    """The first event of a kind."""
    return next(event for event, _ in facts(events(folder), kind))


def codes(outcome: Outcome) -> list[str]:
    """The codes of a verdict's reasons."""
    return [reason.code for reason in outcome.verdict.reasons]


def explained(outcome: Outcome, folder: RunFolder) -> str:
    """What a person would want to read when a test about this run fails."""
    log = folder.path / "responder.log"
    reasons = [f"{reason.code}: {reason.message}" for reason in outcome.verdict.reasons]
    return json.dumps(reasons, indent=1, ensure_ascii=False) + (log.read_text() if log.exists() else "")
