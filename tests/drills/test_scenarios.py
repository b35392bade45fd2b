"""Every scenario proves itself: this runs for each file of drills/scenarios, with nothing to register."""

from __future__ import annotations

from pathlib import Path

import pytest

from drills.catalogue import discover
from drills.responders.idle import Idle
from drills.responders.program import Program
from drills.scenario import Scenario, Wrong
from fixtures.clock import Clock
from fixtures.faults import catalogue as faults
from fixtures.probes.journeys import run_once
from fixtures.world import World
from reports.verdict import Result
from tests.drills.running import codes, drilled, explained

SCENARIOS = [pytest.param(each, id=each.id) for each in discover().values()]
WRONG = [
    pytest.param(each, wrong, id=f"{each.id}-{wrong.way}")
    for each in discover().values()
    for wrong in each.wrong
]
ACCEPTED = [
    pytest.param(each, way, id=f"{each.id}-{way}") for each in discover().values() for way in each.accepted
]


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The responder's own runs of the gate are kept where it works."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_healthy_passes_injected_fails_healed_passes(scenario: Scenario) -> None:
    """By a user's eyes, and healing twice is healing once."""
    fault, world = faults.discover()[scenario.fault], World(Clock(scenario.fastest_pace), background_users=2)
    world.start()
    try:
        site = world.site_for("temoin@exemple.fr", world.signed_address("198.51.100.9"))
        undo = world.call(fault.plan(world))
        assert [each.error for each in world.call(run_once(site))] == [""] * 4

        world.call(fault.inject(world, undo))
        assert any(each.error for each in world.call(run_once(site)))

        for _ in range(2):
            world.call(fault.heal(world, undo))
            assert [each.error for each in world.call(run_once(site))] == [""] * 4
    finally:
        world.stop()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_idle_responder_fails(scenario: Scenario, tmp_path: Path) -> None:
    """For what it did not do; a scenario that it passes proves nothing."""
    outcome, _ = drilled(tmp_path, Idle(), scenario, pace=scenario.fastest_pace)

    assert outcome.verdict.verdict is Result.FAIL
    assert {"no-incident-ticket", "not-mitigated", "not-recovered"} <= set(codes(outcome))


@pytest.mark.parametrize(("scenario", "way"), ACCEPTED)
def test_each_accepted_way_passes(scenario: Scenario, way: str, tmp_path: Path) -> None:
    """The first is the runbook responder's own choice, the others are forced."""
    forced = None if way == scenario.accepted[0] else way

    outcome, folder = drilled(tmp_path, Program.runbook(forced), scenario)

    assert outcome.verdict.verdict is Result.PASS, explained(outcome, folder)
    (mitigated,) = [check for check in outcome.verdict.checks if check.id == "mitigated"]
    assert mitigated.message.startswith(f"{way} at")


@pytest.mark.parametrize(("scenario", "wrong"), WRONG)
def test_each_wrong_way_fails_for_its_own_reason(scenario: Scenario, wrong: Wrong, tmp_path: Path) -> None:
    """And for no other wrong way's."""
    outcome, folder = drilled(tmp_path, Program.runbook(wrong.way), scenario)

    assert outcome.verdict.verdict is Result.FAIL, explained(outcome, folder)
    assert wrong.reason in codes(outcome), explained(outcome, folder)
    others = {each.reason for each in scenario.wrong} - {wrong.reason}
    assert not others & set(codes(outcome))
