"""A drill that does not go as planned still cleans up, and tells."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from drills.catalogue import find
from drills.responders.idle import Idle
from drills.responders.program import Program
from drills.settings import Settings
from fixtures.errors import SetupError
from fixtures.faults.bad_deploy import FAULT
from reports.facts.fault import FaultHealed, FaultInjected
from reports.facts.responder import ResponderEnded, ResponderStarted
from reports.facts.run import RunEnded, WorldStopped
from reports.journal import facts
from reports.verdict import Result
from smoke.gate import run_gate
from tests.drills.running import codes, drilled, events

PACE = 120.0


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written by the way is written where nobody minds."""
    monkeypatch.chdir(tmp_path)


def test_a_site_that_is_ill_is_not_broken_further(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is injected, nobody is alerted, nobody is judged."""

    def ill(*arguments: Any, **options: Any) -> Any:
        return run_gate(*arguments, **options).model_copy(update={"verdict": Result.FAIL})

    monkeypatch.setattr("drills.stages.run_gate", ill)

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


def test_a_fault_that_will_not_heal_keeps_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The world is stopped all the same, and the journal says what is left."""

    async def fails(self: object, world: Any, undo: Any) -> None:
        raise RuntimeError("still broken")

    monkeypatch.setattr(type(FAULT), "heal", fails)

    _, folder = drilled(tmp_path, Idle(), pace=PACE)

    ((_, ended),) = facts(events(folder), RunEnded)
    assert ended.detail == "could not undo fault: RuntimeError: still broken"
    assert len(list(facts(events(folder), WorldStopped))) == 1


def test_a_fault_that_nobody_notices_is_no_drill(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Monitoring stayed silent: the responder was never called."""

    async def nothing(self: object, world: Any, undo: Any) -> None:
        pass

    monkeypatch.setattr(type(FAULT), "inject", nothing)
    monkeypatch.setattr("drills.stages.GRACE_S", 0.0)
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
