"""Every scenario proves itself: this runs for each file of drills/scenarios, with nothing to register."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from drills.catalogue import discover
from drills.responders.idle import Idle
from drills.responders.program import Program
from drills.scenario import Scenario, Wrong
from fixtures.clock import Clock
from fixtures.faults import catalogue as faults
from fixtures.faults.fault import Prepared
from fixtures.world import PROBE_EMAIL, World
from reports.verdict import Result
from tests.drills.eyes import Eyes, Told
from tests.drills.running import codes, drilled, explained, users_of

pytestmark = pytest.mark.waits

SCENARIOS = [pytest.param(each, id=each.id) for each in discover().values()]
WRONG = [
    pytest.param(each, wrong, id=f"{each.id}-{wrong.way}")
    for each in discover().values()
    for wrong in each.wrong
]
ACCEPTED = [
    pytest.param(each, way, id=f"{each.id}-{way}") for each in discover().values() for way in each.accepted
]
# One of each family of faults is walked by a browser: a build, the environment, the network, rows, a vendor
# and a limit.
IN_A_BROWSER = {
    "p0-bad-deploy",
    "p0-database-url",
    "p0-database-down",
    "p1-dashboard-500",
    "p0-vercel-outage",
    "p1-rate-limit",
}


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The responder's own runs of the gate are kept where it works."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_healthy_passes_injected_fails_healed_passes(scenario: Scenario) -> None:
    """By a user's eyes, and healing twice is healing once."""
    told: list[Told] = []
    fault, world = (
        faults.discover()[scenario.fault],
        World(
            Clock(scenario.fastest_pace),
            lambda kind, /, **fields: told.append((kind, fields)),
            background_users=users_of(scenario),
        ),
    )
    world.start()
    try:
        if isinstance(fault, Prepared):
            world.site_for(PROBE_EMAIL)
            world.call(fault.prepare(world))
        with closing(Eyes(world, scenario, told)) as eyes:
            undo = world.call(fault.plan(world))
            assert eyes.errors() == []

            world.call(fault.inject(world, undo))
            assert eyes.see_trouble() == (scenario.ends == "recovered")

            for _ in range(2):
                world.call(fault.heal(world, undo))
                assert eyes.errors() == []
    finally:
        world.stop()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_idle_responder_fails(scenario: Scenario, tmp_path: Path) -> None:
    """For what it did not do; a scenario that it passes proves nothing."""
    outcome, _ = drilled(tmp_path, Idle(), scenario, pace=scenario.fastest_pace)

    assert outcome.verdict.verdict is Result.FAIL
    missing = {"no-incident-ticket"}
    if scenario.ends_after_s is not None:
        missing |= {"not-validated", "not-closed"}
    elif scenario.ends == "recovered":
        missing |= {"not-mitigated", "not-recovered"}
    else:
        missing |= {"not-mitigated", "not-looked"}
    assert missing <= set(codes(outcome))


@pytest.mark.parametrize(("scenario", "way"), ACCEPTED)
def test_each_accepted_way_passes(scenario: Scenario, way: str, tmp_path: Path) -> None:
    """The first is the runbook responder's own choice, the others are forced."""
    forced = None if way == scenario.accepted[0] else way
    journeys = "browser" if scenario.id in IN_A_BROWSER and forced is None else "http"

    outcome, folder = drilled(tmp_path, Program.runbook(forced), scenario, journeys=journeys)

    assert outcome.verdict.verdict is Result.PASS, explained(outcome, folder)
    (mitigated,) = [check for check in outcome.verdict.checks if check.id == "mitigated"]
    assert mitigated.message.startswith(f"{way} at")


@pytest.mark.parametrize(("scenario", "wrong"), WRONG)
def test_each_wrong_way_fails_for_its_own_reason(scenario: Scenario, wrong: Wrong, tmp_path: Path) -> None:
    """And for no other wrong way's."""
    outcome, folder = drilled(tmp_path, Program.runbook(wrong.way), scenario, pace=scenario.fastest_pace)

    assert outcome.verdict.verdict is Result.FAIL, explained(outcome, folder)
    assert wrong.reason in codes(outcome), explained(outcome, folder)
    others = {each.reason for each in scenario.wrong} - {wrong.reason}
    assert not others & set(codes(outcome))
