"""Stored runs, judged again."""

from __future__ import annotations

from pathlib import Path

from load import store
from load.incident import find
from load.judge import method
from load.ledger import LIMIT, Ledger
from load.locust_run import PLAN
from load.method import Step, follow
from load.plan import Plan
from load.report import unfinished
from reports.run import VERDICT, RunFolder
from reports.verdict import Result, Target
from tests.load.test_burst_method import Answered, Limited


def keep(folder: Path, plan: Plan) -> None:
    """An arm before a limiter of ten, as a live one is kept."""
    folder.mkdir()
    (folder / PLAN).write_text(plan.model_dump_json(), encoding="utf-8")
    ledger = Ledger(folder)

    def begin(step: Step) -> Answered:
        answered = Limited(10).begin(step)
        ledger.begin(step)
        ledger.saw(answered.outcomes)
        ledger.end(200.0, LIMIT)
        return answered

    follow(method(plan), begin)
    ledger.close()


def test_a_proof_that_was_killed_halfway_is_none(tmp_path: Path) -> None:
    """Its first arm reproduced, of its second nothing is stored, and nobody was there to say so."""
    folder = RunFolder(tmp_path)
    incident = find("rate-limit")
    keep(tmp_path / "before", Plan(arm="before", incident=incident, max_s=60, max_rate_per_s=300))
    folder.write_json(VERDICT, unfinished(folder, Target(url="http://127.0.0.1:1", env="world")))

    again = store.judge(folder)

    assert again.load
    assert [arm.answer for arm in again.load.arms] == ["REPRODUCED"]
    assert again.verdict is Result.INCONCLUSIVE
    folder.write_json(VERDICT, again)
    assert store.judge(folder).verdict is Result.INCONCLUSIVE
