"""The same journeys without a browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.postry.app import Postry
from tests.smoke.judging import check, outcomes
from tests.smoke.mutants import DASHBOARD, JOURNEYS, LOGIN, EveryPageBroken, NobodyGetsIn
from tests.smoke.stage import Stage


def test_the_healthy_build_is_green(stage: Stage, tmp_path: Path) -> None:
    """All four, by their names."""
    verdict = stage.judge(Postry, tmp_path / "run", kind="http")

    assert outcomes(verdict) == dict.fromkeys(JOURNEYS, "pass"), verdict.checks


@pytest.mark.parametrize(
    ("build", "red"), [(EveryPageBroken, set(JOURNEYS)), (NobodyGetsIn, {LOGIN, DASHBOARD})]
)
def test_a_broken_build_is_red(stage: Stage, tmp_path: Path, build: type[Postry], red: set[str]) -> None:
    """With what the site answered."""
    verdict = stage.judge(build, tmp_path / "run", kind="http")

    assert {name for name, outcome in outcomes(verdict).items() if outcome == "fail"} == red
    assert "expected 200" in check(verdict, LOGIN).message


def test_without_a_user_half_is_inconclusive(
    stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By name, never passed."""
    monkeypatch.setitem(stage.env, "SMOKE_PASSWORD", "")
    verdict = stage.judge(Postry, tmp_path / "run", kind="http")

    assert outcomes(verdict) == {
        "landing": "pass",
        "quiz": "pass",
        "login": "inconclusive",
        "dashboard": "inconclusive",
    }
