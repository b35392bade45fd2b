"""One verdict of many: what each drill said, and nothing that none said."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from drills.judge import judge
from drills.rehearsal.crew import Done
from drills.rehearsal.order import Order
from drills.rehearsal.report import conclude, row_of
from reports.rehearsal_record import Rehearsal, Rehearsed
from reports.run import VERDICT, RunFolder
from reports.verdict import ExitCode, Result, Verdict
from tests.drills.journals import SCENARIO, good_run, journal, without

ORDER = Order(scenario=SCENARIO.id, own=None, pace=60, seed=0, limit_s=60)


def drilled(root: Path, verdict: Verdict | None) -> Rehearsed:
    """The row of a drill that left this verdict."""
    folder = RunFolder.create("drill", SCENARIO.id, root=root)
    if verdict is not None:
        folder.write_json(VERDICT, verdict)
    return row_of(SCENARIO, Done(ORDER, folder.path, "its last words", 12.34))


def concluded(*rows: Rehearsed, expected: int | None = None) -> Verdict:
    """The verdict of these rows, under names of their own."""
    named = [row.model_copy(update={"scenario": f"p0-{place}"}) for place, row in enumerate(rows)]
    names = [f"p0-{place}" for place in range(len(rows) if expected is None else expected)]
    rehearsal = Rehearsal(responder="runbook", pace=60, seed=0, jobs=2, command="firedrill", rows=named)
    return conclude("r1", datetime(2026, 1, 31, tzinfo=UTC), 41.2, names, rehearsal)


def test_a_row_tells_its_drill(tmp_path: Path) -> None:
    """Its verdict, its phases, the real time that it took."""
    row = drilled(tmp_path, judge(journal(good_run())))

    assert (row.verdict, row.reason, row.message) == ("PASS", "", "")
    assert (row.triage_s, row.took_s) == (120.0, 12.3)
    assert row.mitigate_s == 172.5
    assert row.validate_s is not None
    assert row.resolve_s is not None
    assert row.run == "r1"


def test_a_row_tells_the_first_reason(tmp_path: Path) -> None:
    """And leaves a phase open whose end nobody saw."""
    row = drilled(tmp_path, judge(journal(without(good_run(), "status.posted"))))

    assert (row.verdict, row.reason) == ("FAIL", "users-not-informed")
    assert "nothing was posted on Postry's status page" in row.message


def test_a_drill_without_a_verdict_is_inconclusive(tmp_path: Path) -> None:
    """With what it said last."""
    row = drilled(tmp_path, None)

    assert (row.verdict, row.reason) == ("INCONCLUSIVE", "no-verdict")
    assert row.message == "the drill left no verdict; its last words: its last words"
    assert row_of(SCENARIO, Done(ORDER, None, "", 0.1)).message.endswith("its last words: none")


def test_the_worst_decides(tmp_path: Path) -> None:
    """Exit code 1 where one fails, 3 where one is inconclusive and none fails."""
    good = drilled(tmp_path, judge(journal(good_run())))
    bad = drilled(tmp_path, judge(journal(without(good_run(), "status.posted"))))
    unclear = drilled(tmp_path, None)

    assert concluded(good, good).exit_code is ExitCode.PASS
    assert concluded(good, bad, unclear).exit_code is ExitCode.FAIL
    assert concluded(good, unclear).exit_code is ExitCode.INCONCLUSIVE
    assert [reason.check for reason in concluded(good, bad, unclear).reasons] == ["p0-1", "p0-2"]


def test_one_that_did_not_end_is_no_pass(tmp_path: Path) -> None:
    """It is named."""
    verdict = concluded(drilled(tmp_path, judge(journal(good_run()))), expected=2)

    assert verdict.verdict is Result.INCONCLUSIVE
    assert [(reason.code, reason.message) for reason in verdict.reasons] == [
        ("run-cut-short", "the rehearsal ended before: p0-1")
    ]
    assert (verdict.expected_checks, verdict.executed_checks) == (["p0-0", "p0-1"], ["p0-0"])
