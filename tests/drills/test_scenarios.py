"""Every scenario proves itself: its fault and undo here, by whole drills some here and all in the proof."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from drills.catalogue import discover
from drills.scenario import Scenario
from fixtures.clock import Clock
from fixtures.faults import catalogue as faults
from fixtures.faults.fault import Prepared
from fixtures.world import PROBE_EMAIL, World
from tests.drills.eyes import Eyes, Told
from tests.drills.matrix import KINDS, Cell, cells
from tests.drills.running import users_of

# Where the symptom is a share of requests, it is measured.
SCENARIOS = [
    pytest.param(each, id=each.id, marks=pytest.mark.alone if each.persists_per_s else ())
    for each in discover().values()
]
# Of each who does it right; of the first also who does nothing, and who does it wrong.
CELLS = [
    cell
    for cell in cells()
    if (cell.scenario.id in KINDS and cell.way == cell.scenario.accepted[0])
    or cell.id in {f"{KINDS[0]}/idle", f"{KINDS[0]}/wrong/redeploy"}
]


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
            lambda fact, /, **_: told.append((fact.kind, fact.model_dump())),
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


@pytest.mark.alone
@pytest.mark.parametrize("cell", [pytest.param(each, id=each.id) for each in CELLS])
def test_whole_drills_prove_one_scenario_of_each_kind(cell: Cell, tmp_path: Path) -> None:
    """What the runbook responder does from evidence alone passes; who is idle or wrong fails."""
    assert cell.faults(tmp_path) == []


def test_the_proof_drills_every_scenario() -> None:
    """Each with somebody idle, somebody right and somebody wrong."""
    drilled = {cell.id for cell in cells()}

    for scenario in discover().values():
        assert {f"{scenario.id}/idle", f"{scenario.id}/accepted/{scenario.accepted[0]}"} <= drilled
        assert {f"{scenario.id}/wrong/{wrong.way}" for wrong in scenario.wrong} <= drilled
        assert scenario.wrong
