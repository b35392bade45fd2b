"""A dashboard that fails for some users, in the world: reproduced, fixed, and not fixed by another knob."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from load.incident import find
from load.knobs import BUILD, POOL_SIZE
from load.subjects import StandIn, stand_in
from load.verify import Course, Options
from reports.verdict import Result
from tests.load.deciding import decided

pytestmark = pytest.mark.alone
INCIDENT = find("dashboard-500")


@pytest.fixture(scope="module")
def world() -> Iterator[StandIn]:
    """One for all of them."""
    with stand_in(INCIDENT) as subject:
        yield subject


@pytest.mark.parametrize(
    ("name", "value", "result", "answer"),
    [(BUILD, "stable", Result.PASS, "FIXED"), (POOL_SIZE, "30", Result.FAIL, "NOT FIXED")],
)
def test_among_mixed_traffic(
    world: StandIn, tmp_path: Path, name: str, value: str, result: Result, answer: str
) -> None:
    """Three of twenty users have a post without an equalizer: 15 % of the dashboards."""
    course = Course(INCIDENT, world, tmp_path / "run", Options(), lambda _: None)
    verdict = decided(course.verify(INCIDENT.before, {**INCIDENT.before, name: value}))

    assert verdict.verdict is result, verdict.reasons
    assert verdict.load is not None
    before, after = verdict.load.arms
    assert before.share == pytest.approx(0.15, abs=0.04)
    assert after.answer == answer
    paths = {row.path for row in world.world.vercel.logs.find(levels=frozenset({"error"}))}
    assert paths == {"/dashboard"}
