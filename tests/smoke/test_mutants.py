"""The gate against broken builds of Postry; `tests.proof.broken_builds` holds the whole table."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.postry.app import Postry
from reports.verdict import Result
from tests.smoke.judging import check, outcomes
from tests.smoke.mutants import JOURNEYS, MUTANTS, Mutant
from tests.smoke.stage import Stage


def test_the_healthy_build_is_green(stage: Stage, tmp_path: Path) -> None:
    """Twice: the second time the same words are on the dashboard already."""
    for number in (1, 2):
        verdict = stage.judge(Postry, tmp_path / f"run-{number}")

        assert outcomes(verdict) == dict.fromkeys(JOURNEYS, "pass"), verdict.checks


@pytest.mark.parametrize(
    "mutant", [mutant for mutant in MUTANTS if mutant.in_suite], ids=lambda mutant: mutant.name
)
def test_a_broken_build_is_red(stage: Stage, tmp_path: Path, mutant: Mutant) -> None:
    """By the journey that its users cannot finish, told in words, with a picture and a trace."""
    first = mutant.red[0]
    verdict = stage.judge(mutant.build, tmp_path / "run", only={first})

    assert verdict.verdict is Result.FAIL, verdict.checks
    assert outcomes(verdict) == {first: "fail"}
    assert mutant.said in check(verdict, first).message
    assert [Path(kept.path).suffix for kept in check(verdict, first).artifacts][:2] == [".png", ".zip"]


def test_every_journey_has_its_mutants() -> None:
    """One of each in the suite at least, judged by that journey, and more in the proof."""
    by_journey = [mutant.red[0] for mutant in MUTANTS]

    assert {mutant.red[0] for mutant in MUTANTS if mutant.in_suite} == set(JOURNEYS)
    assert all(by_journey.count(name) >= 3 for name in JOURNEYS)
