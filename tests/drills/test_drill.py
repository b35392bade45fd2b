"""A drill's steps, in order, and that it cleans up and tells whatever happens."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from drills.brief import Brief
from drills.catalogue import find
from drills.drill import Outcome, Settings
from drills.judge import judge
from drills.keepsakes import artifacts
from drills.responders.idle import Idle
from drills.responders.program import Program
from drills.responders.responder import Ending, Engagement
from fixtures.errors import SetupError
from fixtures.faults.bad_deploy import FAULT
from reports.facts import (
    AlertFired,
    FaultArmed,
    FaultHealed,
    FaultInjected,
    GateEnded,
    ResponderEnded,
    ResponderStarted,
    RowsCounted,
    RunEnded,
    RunStarted,
    ScenarioStated,
    WorldStarted,
    WorldStopped,
)
from reports.journal import Event, facts
from reports.run import JOURNAL, VERDICT, RunFolder
from reports.verdict import Result
from smoke.gate import run_gate
from tests.drills.running import codes, drilled, events, explained

PACE = 120.0
_SECRET = ("_TOKEN", "_KEY", "_PASSWORD")


class Curious(Idle):
    """Does nothing, and remembers what it was handed."""

    engagement: Engagement
    brief_on_disk: Brief
    env_file_text: str

    def respond(self, engagement: Engagement) -> Ending:
        """Look."""
        self.engagement = engagement
        self.brief_on_disk = Brief.read(engagement.brief_file)
        self.env_file_text = engagement.env_file.read_text(encoding="utf-8")
        return super().respond(engagement)


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
    outcome, folder = drilled(tmp_path_factory.mktemp("drill"), responder, pace=PACE)
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


def test_a_site_that_is_ill_is_not_broken_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is injected, nobody is alerted, nobody is judged."""

    def ill(*arguments: Any, **options: Any) -> Any:
        return run_gate(*arguments, **options).model_copy(update={"verdict": Result.FAIL})

    monkeypatch.setattr("drills.drill.run_gate", ill)

    outcome, folder = drilled(tmp_path, Idle(), pace=PACE)

    assert outcome.verdict.verdict is Result.INCONCLUSIVE
    assert codes(outcome)[0] == "not-healthy-at-start"
    assert not list(facts(events(folder), FaultInjected))
    assert not list(facts(events(folder), ResponderStarted))


def test_a_fault_that_breaks_itself_is_healed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its undo was written, so it is carried out; the verdict says that the harness broke."""

    async def half(self: object, world: Any, undo: Any) -> None:
        await world.vercel.set_production(world.vercel.deployments[-1], "deploy")
        raise RuntimeError("only half of it")

    monkeypatch.setattr(type(FAULT), "inject", half)

    outcome, folder = drilled(tmp_path, Idle(), pace=PACE)

    assert str(outcome.broke) == "only half of it"
    assert outcome.verdict.verdict is Result.INCONCLUSIVE
    ((_, ended),) = facts(events(folder), RunEnded)
    assert (ended.reason, ended.detail) == ("crashed", "RuntimeError: only half of it")
    assert len(list(facts(events(folder), FaultHealed))) == 1


def test_a_fault_that_nobody_notices_is_no_drill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Monitoring stayed silent: the responder was never called."""

    async def nothing(self: object, world: Any, undo: Any) -> None:
        pass

    monkeypatch.setattr(type(FAULT), "inject", nothing)
    monkeypatch.setattr("drills.drill.GRACE_S", 0.0)
    scenario = find("p0-bad-deploy")
    impatient = scenario.model_copy(update={"alert": scenario.alert.model_copy(update={"within_s": 60.0})})

    outcome, folder = drilled(tmp_path, Idle(), impatient, pace=PACE)

    assert (outcome.verdict.verdict, outcome.broke) == (Result.INCONCLUSIVE, None)
    assert "not-detected" in codes(outcome)
    assert not list(facts(events(folder), ResponderStarted))


def test_time_is_up(tmp_path: Path) -> None:
    """The responder is ended, and has failed; what it asked for at last is still watched."""
    outcome, folder = drilled(
        tmp_path, Program("cmd:sleep", ["sh", "-c", "sleep 600"]), pace=PACE, limit_s=60.0
    )

    (_, ended), (_, responder) = (
        next(facts(events(folder), RunEnded)),
        next(facts(events(folder), ResponderEnded)),
    )
    assert (ended.reason, responder.reason) == ("out-of-time", "out-of-time")
    assert outcome.verdict.verdict is Result.FAIL


def test_a_rollback_that_nobody_waited_for_still_counts(tmp_path: Path) -> None:
    """Asked for, and gone home: it takes its minutes, and the drill looks until it came."""
    code = (
        "import os, httpx\n"
        "e, api = os.environ, os.environ['VERCEL_API_URL']\n"
        "auth = {'authorization': 'Bearer ' + e['VERCEL_TOKEN']}\n"
        "listed = httpx.get(api + '/v6/deployments', headers=auth, trust_env=False).json()['deployments']\n"
        "path = f\"/v9/projects/{e['VERCEL_PROJECT_ID']}/rollback/{listed[1]['uid']}\"\n"
        "httpx.post(api + path, headers=auth, trust_env=False).raise_for_status()\n"
    )

    outcome, _ = drilled(tmp_path, Program("cmd:hasty", [sys.executable, "-c", code]), pace=PACE)

    outcome_of = {check.id: check.outcome.value for check in outcome.verdict.checks}
    assert (outcome_of["mitigated"], outcome_of["recovered"]) == ("pass", "pass")
    assert (outcome_of["validated"], outcome_of["triaged"]) == ("fail", "fail")


def test_a_pace_that_distorts_the_symptom_is_refused() -> None:
    """Before anything is started."""
    with pytest.raises(SetupError, match="p0-bad-deploy needs real waits and stands at most 120"):
        Settings(find("p0-bad-deploy"), Idle(), pace=121)
