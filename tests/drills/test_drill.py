"""A drill's steps, in order, and that it cleans up and tells whatever happens."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import Any

import pytest

from drills.actions.issues import read_issues
from drills.actions.wire import Wire
from drills.brief import Brief
from drills.drill import LONGEST_CALM_S, Outcome, calm_s
from drills.judge import judge
from drills.keepsakes import artifacts
from drills.responders.idle import Idle
from drills.responders.responder import Ending, Engagement
from fixtures.noise import known_troubles
from reports.facts.database import RowsCounted
from reports.facts.fault import FaultArmed, FaultHealed, FaultInjected
from reports.facts.messages import AlertFired
from reports.facts.responder import GateEnded, ResponderEnded, ResponderStarted
from reports.facts.run import RunEnded, RunStarted, ScenarioStated, WorldStarted, WorldStopped
from reports.journal import Event, facts
from reports.run import JOURNAL, VERDICT, RunFolder
from reports.verdict import Result
from smoke.evidence.sentry import Issue
from tests.drills.running import drilled, events, explained

PACE = 120.0
# Its calm is long, and one of its troubles is an error.
SEED = next(
    seed
    for seed in itertools.count()
    if calm_s(seed) > 45 and any(each.level == "error" for each in known_troubles(seed))
)
_SECRET = ("_TOKEN", "_KEY", "_PASSWORD")


class Curious(Idle):
    """Does nothing, and remembers what it was handed."""

    engagement: Engagement
    brief_on_disk: Brief
    env_file_text: str
    troubles: set[str]

    def respond(self, engagement: Engagement) -> Ending:
        """Look."""
        self.troubles = {issue.title for issue in asyncio.run(_issues(engagement.env))}
        self.engagement = engagement
        self.brief_on_disk = Brief.read(engagement.brief_file)
        self.env_file_text = engagement.env_file.read_text(encoding="utf-8")
        return super().respond(engagement)


async def _issues(env: Mapping[str, str]) -> list[Issue]:
    async with Wire.open(env) as wire:
        return await read_issues(wire)


@dataclass(frozen=True)
class Run:
    """One run of the idle responder, and what is left of it."""

    outcome: Outcome
    folder: RunFolder
    responder: Curious
    events: tuple[Event, ...]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Looked at from many sides."""
    responder = Curious()
    outcome, folder = drilled(tmp_path_factory.mktemp("drill"), responder, pace=PACE, seed=SEED)
    assert outcome.verdict.verdict is Result.FAIL, explained(outcome, folder)
    return Run(outcome, folder, responder, tuple(events(folder)))


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written by the way is written where nobody minds."""
    monkeypatch.chdir(tmp_path)


def order(run: Run, *kinds: type[Any]) -> list[int]:
    """The numbers of the first events of these kinds."""
    return [next(facts(run.events, kind))[0].seq for kind in kinds]


def test_the_steps_come_in_order(run: Run) -> None:
    """The undo is written before anything breaks, and the fault healed before the world stops."""
    numbers = order(
        run,
        RunStarted,
        ScenarioStated,
        WorldStarted,
        GateEnded,
        FaultArmed,
        FaultInjected,
        AlertFired,
        ResponderStarted,
        ResponderEnded,
        FaultHealed,
        WorldStopped,
        RunEnded,
    )

    assert numbers == sorted(numbers)
    assert numbers[0] == 1
    assert numbers[-1] == len(run.events)


def test_the_moment_and_the_noise_follow_the_seed(run: Run) -> None:
    """There is a calm before the fault, and what goes wrong on any day is seen where incidents are."""
    armed, injected = next(facts(run.events, FaultArmed))[0], next(facts(run.events, FaultInjected))[0]
    errors = {f"{each.kind}: {each.text}" for each in known_troubles(SEED) if each.level == "error"}

    assert injected.mono_s - armed.mono_s >= calm_s(SEED) / PACE
    assert len({calm_s(seed) for seed in range(9)}) == 9
    assert all(0 <= calm_s(seed) <= LONGEST_CALM_S for seed in range(9))
    assert errors <= run.responder.troubles


def test_the_run_says_what_it_was(run: Run) -> None:
    """So that a judge needs nothing else."""
    ((_, started),) = facts(run.events, RunStarted)

    assert (started.responder, started.pace, started.probe_interval_s) == ("idle", PACE, 0.5)
    assert started.resolution_s == 0.5 * PACE
    assert started.tool_versions["python"]


def test_the_undo_was_carried_out(run: Run) -> None:
    """By the harness, since nobody else did; nothing was left over."""
    (_, armed), (_, stopped) = next(facts(run.events, FaultArmed)), next(facts(run.events, WorldStopped))

    assert armed.undo["deployment_id"]
    assert stopped.leftovers == []


def test_rows_were_counted_before_and_after(run: Run) -> None:
    """By their ids."""
    counted = [(fact.table, fact.moment, fact.missing) for _, fact in facts(run.events, RowsCounted)]

    assert counted == [("posts", "before", 0), ("posts", "after", 0)]


def test_the_brief_holds_the_alert_and_not_the_scenario(run: Run) -> None:
    """Neither in it nor in its path."""
    handed = run.responder.engagement
    text = run.responder.brief_on_disk.model_dump_json()

    assert "TypeError" in run.responder.brief_on_disk.alert.subject
    assert run.responder.brief_on_disk == handed.brief
    for told in (text, str(handed.brief_file), str(handed.env_file)):
        assert "bad-deploy" not in told
        assert "bad_deploy" not in told


def test_the_brief_tells_the_time_of_day(run: Run) -> None:
    """What the scenario begins at, and what has passed since, to the minute."""
    at = run.responder.brief_on_disk.local_time

    assert time(2, 40) <= at < time(3, 10)
    assert (at.second, at.microsecond) == (0, 0)


def test_the_brief_holds_no_secret(run: Run) -> None:
    """They are in the environment only, and in a file of its owner's."""
    env = run.responder.engagement.env
    names = [name for name in run.responder.brief_on_disk.environment if name.endswith(_SECRET)]
    secrets = [env[name] for name in names if name != "LINEAR_TEAM_KEY"]

    assert len(secrets) > 5
    assert not [secret for secret in secrets if secret in (run.folder.path / "brief.json").read_text()]
    assert f"VERCEL_TOKEN={env['VERCEL_TOKEN']}" in run.responder.env_file_text


def test_every_report_is_there(run: Run) -> None:
    """In one folder."""
    assert {path.name for path in run.folder.path.iterdir()} >= {
        VERDICT,
        JOURNAL,
        "brief.json",
        "junit.xml",
        "report.html",
        "post-mortem.md",
        "allure-results",
        "gate-at-start",
    }


def test_nothing_is_left_running(run: Run) -> None:
    """No world, no lock."""
    home = run.responder.engagement.brief_file.parent

    assert home.name.startswith("firedrill-world-")
    assert not home.exists()
    assert not (run.folder.path / "drill.lock").exists()


def test_judging_again_gives_the_same_verdict(run: Run) -> None:
    """To the byte of what is stored."""
    again = judge(run.events, artifacts(run.folder)).model_dump_json(indent=2) + "\n"

    assert again == (run.folder.path / VERDICT).read_text(encoding="utf-8")
