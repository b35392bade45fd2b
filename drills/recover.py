"""Finishes what killed drills left: responders, and runs without a verdict."""

from __future__ import annotations

from pathlib import Path

from drills.judge import JOB, judge
from drills.keepsakes import artifacts
from drills.lock import NAME as LOCK
from drills.lock import held
from drills.responders import leftover
from reports.facts.run import RunEnded
from reports.journal import Journal, JournalError, read
from reports.run import JOURNAL, OUT, VERDICT, RunFolder, render_all


def recover(root: Path = OUT) -> list[str]:
    """Finish everything; one sentence for each. A drill that runs is left alone."""
    done: list[str] = []
    for lock in sorted((root / JOB).glob(f"*/{LOCK}")):
        if not lock.parent.is_symlink():
            done += _finish(lock.parent).splitlines()
    return done


def _finish(folder: Path) -> str:
    try:
        with held(folder):
            left = f"{folder.name}: its responder was ended\n" if leftover.end(folder) else ""
            if (folder / VERDICT).exists():
                return left.strip()
            return left + _conclude(RunFolder(folder))
    except BlockingIOError:
        return ""  # it runs


def _conclude(folder: RunFolder) -> str:
    """Write the verdict of a run that was killed: its fault is gone with its world, its journal is there."""
    path = folder.path / JOURNAL
    try:
        events = read(path)
        if not events:
            return f"{folder.run_id}: killed before anything was seen"
        last = events[-1]
        with Journal(path, lambda _: last.drill_s) as journal:
            # Its own last moment: the clock of another boot may count from elsewhere.
            journal.record(
                RunEnded(reason="crashed", detail="killed; its world went with it"), at_mono_s=last.mono_s
            )
            events = list(journal.events)
        verdict = judge(events, artifacts(folder))
    except JournalError as error:
        return f"{folder.run_id}: {error}"
    render_all(folder.path, verdict, events)
    return f"{folder.run_id}: it was killed; its verdict is {verdict.verdict}"
