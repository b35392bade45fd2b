"""From findings to a verdict: what is kept, what to do next, and how the same is run again."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

import pytest

from load.finding import Answer, Finding
from load.incident import find
from load.ledger import Ledger
from load.plan import Plan
from load.report import Judged, verdict
from reports.next_step import next_step
from reports.verdict import Result, Target, Verdict

POOL = find("pool-exhaustion")
WORLD = Target(url="http://127.0.0.1:1", env="world")
MINE = Target(url="http://localhost:3000", env="mine")
PROOF = {"before": {"DB_POOL_SIZE": "15"}, "after": {"DB_POOL_SIZE": "16"}}
Arm = Literal["run", "before", "after"]


def judged(folder: Path, arm: Arm, answer: Answer, **options: Any) -> Judged:
    """An arm that found this; what it kept is empty."""
    (folder / arm).mkdir(exist_ok=True)
    Ledger(folder / arm).close()
    plan = {"arm": arm, "incident": POOL, "max_s": POOL.max_s, "max_rate_per_s": 300, **options}
    return Judged(Plan.model_validate(plan), folder / arm, Finding(answer=answer, because="so it was"))


def concluded(
    folder: Path,
    *arms: Judged,
    asked: Mapping[str, Mapping[str, str]] = PROOF,
    target: Target = WORLD,
    interrupted: bool = False,
) -> Verdict:
    """The verdict on these arms."""
    return verdict(
        POOL,
        target,
        folder,
        arms,
        asked=asked,
        started_at=datetime.now(UTC),
        used_s=1.0,
        interrupted=interrupted,
    )


def command(found: Verdict) -> str:
    """How the same is run again."""
    assert found.load
    return found.load.command


def test_locusts_own_files_are_artifacts_of_their_arm(tmp_path: Path) -> None:
    """Those that are there, named from the run's folder."""
    arm = judged(tmp_path, "run", "REPRODUCED")
    (tmp_path / "run/locust.html").write_text("<p>", encoding="utf-8")
    (tmp_path / "run/locust_stats.csv").write_text("a,b", encoding="utf-8")

    (check,) = concluded(tmp_path, arm, asked={"run": {}}).checks

    assert [(each.path, each.title) for each in check.artifacts] == [
        ("run/locust.html", "Locust's report"),
        ("run/locust_stats.csv", "Locust's statistics"),
    ]
    assert check.artifacts[0].sha256 == hashlib.sha256(b"<p>").hexdigest()


@pytest.mark.parametrize(
    ("before", "after", "result", "action"),
    [
        ("REPRODUCED", "FIXED", Result.PASS, "deploy-fix"),
        ("REPRODUCED", "PARTIAL", Result.FAIL, "extend-fix"),
        ("REPRODUCED", "NOT FIXED", Result.FAIL, "discard-fix"),
        ("REPRODUCED", "INCONCLUSIVE", Result.INCONCLUSIVE, "load-again"),
        ("NOT REPRODUCED", None, Result.INCONCLUSIVE, "reproduce-first"),
        ("INCONCLUSIVE", None, Result.INCONCLUSIVE, "load-again"),
        (None, None, Result.INCONCLUSIVE, "load-again"),
    ],
)
def test_each_answer_has_its_next_step(
    tmp_path: Path, before: Answer | None, after: Answer | None, result: Result, action: str
) -> None:
    """Which is known to the reports."""
    arms = [judged(tmp_path, "before", before)] if before else []
    arms += [judged(tmp_path, "after", after)] if after else []

    found = concluded(tmp_path, *arms)

    assert (found.verdict, found.suggested_action) == (result, action)
    assert next_step(action) != action


@pytest.mark.parametrize(
    ("answer", "action"),
    [
        ("REPRODUCED", "verify-fix"),
        ("NOT REPRODUCED", "look-elsewhere"),
        ("INCONCLUSIVE", "load-again"),
    ],
)
def test_a_load_without_a_fix_has_other_ones(tmp_path: Path, answer: Answer, action: str) -> None:
    """There is nothing to deploy."""
    found = concluded(tmp_path, judged(tmp_path, "run", answer), asked={"run": {}})

    assert found.suggested_action == action
    assert next_step(action) != action


def test_what_was_interrupted_is_run_again_whatever_it_found(tmp_path: Path) -> None:
    """A fix is not deployed on half a run."""
    arms = [judged(tmp_path, "before", "REPRODUCED"), judged(tmp_path, "after", "FIXED")]

    assert concluded(tmp_path, *arms, interrupted=True).suggested_action == "load-again"


def test_the_command_of_a_proof_names_what_was_turned(tmp_path: Path) -> None:
    """Of the second arm only what is not as before, and all of it where nothing is."""
    asked = {"before": {"DB_POOL_SIZE": "15", "DB_TIMEOUT_MS": "1000"}}
    asked["after"] = asked["before"] | {"DB_POOL_SIZE": "16"}
    same = {"before": PROOF["before"], "after": PROOF["before"]}

    assert command(concluded(tmp_path, asked=asked)) == (
        "firedrill load verify pool-exhaustion --before DB_POOL_SIZE=15 --before DB_TIMEOUT_MS=1000 "
        "--after DB_POOL_SIZE=16"
    )
    assert command(concluded(tmp_path, asked=same)).endswith(
        "--before DB_POOL_SIZE=15 --after DB_POOL_SIZE=15"
    )


def test_the_command_of_a_run_names_what_is_not_as_by_default(tmp_path: Path) -> None:
    """Length, rhythm and seed; the settings are the incident's own."""
    plain = judged(tmp_path, "run", "REPRODUCED")
    other = judged(tmp_path, "run", "REPRODUCED", full=True, arrivals="poisson", seed=7, max_s=20)
    asked = {"run": {"DB_POOL_SIZE": "15"}}

    assert command(concluded(tmp_path, plain, asked=asked)) == "firedrill load run pool-exhaustion"
    assert command(concluded(tmp_path, other, asked=asked)) == (
        "firedrill load run pool-exhaustion --full --poisson --seed 7 --max-s 20"
    )


def test_the_command_for_a_server_of_ones_own_names_it_and_the_run_without_the_fix(tmp_path: Path) -> None:
    """Which is in this run's folder; its knobs are not ours."""
    again = command(concluded(tmp_path, target=MINE))

    assert (
        again
        == f"firedrill load verify pool-exhaustion --url http://localhost:3000 --against {tmp_path.name}"
    )
    assert command(concluded(tmp_path, target=MINE, asked={"run": {}})) == (
        "firedrill load run pool-exhaustion --url http://localhost:3000"
    )


def test_an_arm_that_never_ran_keeps_what_it_would_have_been_set_to(tmp_path: Path) -> None:
    """So that the question can still be asked."""
    found = concluded(tmp_path, judged(tmp_path, "before", "NOT REPRODUCED"))

    assert found.load
    assert found.load.asked == PROOF
    assert [(check.id, check.outcome) for check in found.checks][1] == ("after", "not_run")
