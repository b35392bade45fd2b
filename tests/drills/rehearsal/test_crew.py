"""The crew: side by side, each to its end, and none left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
from pathlib import Path

import pytest

from drills.rehearsal.crew import Crew
from drills.rehearsal.order import LONGEST_S, Order
from fixtures import processes
from tests.drills.journals import SCENARIO

# Says its run folder, then does as its scenario is called; it ends with a note when it is told to.
CHILD = """
import json, os, pathlib, signal, subprocess, sys

order = json.loads(sys.argv[1])
here = pathlib.Path(order["own"])
folder = here / order["scenario"]
folder.mkdir()
print(folder, flush=True)
def end(*_):
    (folder / "undone").touch()
    sys.exit(130)
signal.signal(signal.SIGTERM, end)
(folder / "pid").write_text(str(os.getpid()))
if order["scenario"] == "p0-left":
    left = subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL)
    (folder / "left").write_text(str(left.pid))
elif order["scenario"].startswith("p0-meets"):
    # Each waits until the other is there: alone, neither would end.
    while len(list(here.glob("p0-meets-*/pid"))) < 2:
        pass
elif order["scenario"].startswith("p0-stays"):
    if order["scenario"] == "p0-stays-stubborn":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (folder / "ready").touch()
    sys.stdin.read()
print("bye")
"""


def crew(jobs: int) -> Crew:
    """Its drills are small programs."""
    return Crew(jobs, [sys.executable, "-c", CHILD])


def order(name: str, folder: Path) -> Order:
    """What a program is told."""
    return Order(scenario=name, own=folder, pace=60, seed=0, limit_s=60)


def test_each_drill_runs_to_its_end(tmp_path: Path) -> None:
    """And tells where it is, and its last words."""
    done = list(crew(1).run([order("p0-a", tmp_path), order("p0-b", tmp_path)]))

    assert [each.order.scenario for each in done] == ["p0-a", "p0-b"]
    assert [each.folder for each in done] == [tmp_path / "p0-a", tmp_path / "p0-b"]
    assert {each.said for each in done} == {"bye"}
    assert all(each.took_s > 0 for each in done)


def test_jobs_run_side_by_side(tmp_path: Path) -> None:
    """Two that wait for each other both end."""
    done = list(crew(2).run([order("p0-meets-a", tmp_path), order("p0-meets-b", tmp_path)]))

    assert {each.said for each in done} == {"bye"}


def test_what_a_drill_leaves_running_is_ended(tmp_path: Path) -> None:
    """Whatever it is."""
    list(crew(1).run([order("p0-left", tmp_path)]))

    assert not processes.family(int((tmp_path / "p0-left/left").read_text()))


def test_a_program_that_does_not_start_is_told(tmp_path: Path) -> None:
    """There is no run folder, and its last words say why."""
    (done,) = Crew(1, [sys.executable, "-c", "raise SystemExit('no such thing')"]).run(
        [order("p0-a", tmp_path)]
    )

    assert (done.folder, done.said) == (None, "no such thing")


def test_a_command_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Of ours, and nothing waits for it."""
    with pytest.raises(FileNotFoundError):
        list(Crew(2, [str(tmp_path / "nothing")]).run([order("p0-a", tmp_path), order("p0-b", tmp_path)]))


@pytest.mark.parametrize("name", ["p0-stays", "p0-stays-stubborn"])
def test_an_interruption_ends_all(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each may undo everything; what does not end is ended, and what waits is not begun."""
    monkeypatch.setattr("drills.rehearsal.crew.ENDING_S", 0.5)
    orders = [order("p0-a", tmp_path), order(name, tmp_path), order("p0-never", tmp_path)]

    ready = threading.Thread(target=_interrupt_when, args=(tmp_path / name / "ready",))
    with contextlib.closing(crew(1).run(orders)) as drills:
        next(drills)
        ready.start()
        with pytest.raises(KeyboardInterrupt):
            next(drills)

    ready.join()
    pid = int((tmp_path / name / "pid").read_text())
    assert not processes.family(pid)
    assert (tmp_path / name / "undone").exists() == (name == "p0-stays")
    assert not (tmp_path / "p0-never").exists()


def _interrupt_when(path: Path) -> None:
    """As Ctrl-C does it, when this file is there."""
    while not path.exists():
        pass
    os.kill(os.getpid(), signal.SIGINT)


def test_an_order_keeps_to_what_the_scenario_stands() -> None:
    """Its pace, and a time limit that ends a responder that never would."""
    slow = SCENARIO.model_copy(update={"fastest_pace": 10.0})

    assert Order.of(slow, None, 60, 3).pace == 10
    assert Order.of(SCENARIO, None, 60, 3).pace == 60
    assert Order.of(slow, None, 60, 3).limit_s == LONGEST_S * 10
    assert Order.of(SCENARIO, None, 60, 3).limit_s == 1.25 * 3600
