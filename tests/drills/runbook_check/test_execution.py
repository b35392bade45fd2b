"""One command, typed: nothing that it started is left, and how it ended is told."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from drills.runbook_check.execution import Ended, run
from fixtures import processes


def typed(text: str, folder: Path, limit_s: float = 20, until: str = "") -> Ended:
    """In bash, with this machine's own path."""
    return run(
        ["/bin/bash", "-c", text],
        {"PATH": os.environ["PATH"]},
        folder,
        folder,
        limit_s,
        (lambda said: until in said) if until else None,
    )


def is_running(pid: int) -> bool:
    """Whether a process lives."""
    return any(each.pid == pid for each in processes.family(pid))


def test_how_it_ended(tmp_path: Path) -> None:
    """Both outputs and the exit code."""
    ended = typed("echo a; echo b >&2; exit 3", tmp_path)

    assert ended == Ended(3, "a\n", "b\n", "by itself")


@pytest.mark.parametrize("text", ["sleep 600 & echo $!", "setsid sleep 600 & echo $!; exec sleep 600"])
def test_nothing_is_left(tmp_path: Path, text: str) -> None:
    """Neither in its group nor in a session of its own."""
    ended = typed(text, tmp_path, limit_s=1)

    assert not is_running(int(ended.out))


def test_one_that_has_said_enough_is_ended(tmp_path: Path) -> None:
    """Long before its limit."""
    ended = typed("echo begun; exec sleep 600", tmp_path, until="begun")

    assert (ended.how, ended.rc, ended.out) == ("by us", None, "begun\n")


def test_its_time_is_limited(tmp_path: Path) -> None:
    """And told."""
    assert typed("exec sleep 600", tmp_path, limit_s=0.1).how == "at its time limit"


def test_endless_output_is_cut(tmp_path: Path) -> None:
    """Of what is read of it; its disk is its own."""
    assert len(typed("head -c 3000000 /dev/zero | tr '\\0' x", tmp_path).out) == 1_000_000
