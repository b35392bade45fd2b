"""What a killed drill left is finished, and one that runs is left alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from drills import recover as recovering
from drills.lock import NAME, held
from reports.journal import Journal
from reports.run import JOURNAL, VERDICT
from tests.drills.journals import BACK, good_run, journal


def killed(root: Path, name: str = "20260131T120000Z-p0-test") -> Path:
    """A run that was killed in the middle of its mitigation."""
    folder = root / "drill" / name
    folder.mkdir(parents=True)
    events = journal(row for row in good_run() if row[0] < BACK)
    (folder / JOURNAL).write_text("".join(event.model_dump_json() + "\n" for event in events) + '{"seq": 9')
    (folder / NAME).touch()
    return folder


def test_a_killed_run_gets_its_verdict(tmp_path: Path) -> None:
    """Inconclusive, with all reports, and its journal says why."""
    folder = killed(tmp_path)

    told = recovering.recover(tmp_path)

    assert told == [f"{folder.name}: it was killed; its verdict is INCONCLUSIVE"]
    verdict = json.loads((folder / VERDICT).read_text())
    assert (verdict["verdict"], verdict["reasons"][0]["code"]) == ("INCONCLUSIVE", "run-cut-short")
    assert (folder / "report.html").is_file()
    with Journal(folder / JOURNAL) as stored:
        assert stored.events[-1].fact.model_dump() == {
            "kind": "run.ended",
            "reason": "crashed",
            "detail": "killed; its world went with it",
        }


def test_it_is_done_once(tmp_path: Path) -> None:
    """A second time there is nothing left."""
    killed(tmp_path)
    recovering.recover(tmp_path)

    assert recovering.recover(tmp_path) == []


def test_a_verdict_that_was_written_stands(tmp_path: Path) -> None:
    """Killed after all was said: only the lock goes."""
    folder = killed(tmp_path)
    (folder / VERDICT).write_text("{}")

    assert recovering.recover(tmp_path) == []

    assert (folder / VERDICT).read_text() == "{}"
    assert not (folder / NAME).exists()


def test_a_drill_that_runs_is_left_alone(tmp_path: Path) -> None:
    """Its lock is held."""
    folder = killed(tmp_path)

    with held(folder):
        assert recovering.recover(tmp_path) == []

    assert not (folder / VERDICT).exists()


def test_one_killed_before_anything_was_seen_is_told(tmp_path: Path) -> None:
    """There is nothing to judge."""
    folder = killed(tmp_path)
    (folder / JOURNAL).write_text("")

    assert recovering.recover(tmp_path)[0] == f"{folder.name}: killed before anything was seen"


def test_a_damaged_journal_is_told_and_keeps_no_other(tmp_path: Path) -> None:
    """By its path."""
    bad, good = killed(tmp_path, "20260131T110000Z-a"), killed(tmp_path)
    (bad / JOURNAL).write_text("no json\n")

    told = recovering.recover(tmp_path)

    assert str(bad / JOURNAL) in told[0]
    assert told[1].startswith(good.name)


def test_the_lock_goes_with_the_drill(tmp_path: Path) -> None:
    """Nothing of it stays, and nobody else gets it meanwhile."""
    with held(tmp_path), pytest.raises(BlockingIOError), held(tmp_path):
        pass

    assert list(tmp_path.iterdir()) == []
