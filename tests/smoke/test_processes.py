"""A process with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from smoke import processes

# A child that starts a grandchild in a session of its own, as Playwright starts a browser; both go on.
HEAD = """
import subprocess, sys, time
code = "import time; print('up', flush=True); time.sleep(60)"
subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
{ignore}
time.sleep(60)
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)"


def start(ignore: str = "") -> subprocess.Popen[str]:
    """A head whose grandchild is up."""
    head = subprocess.Popen(
        [sys.executable, "-c", HEAD.format(ignore=ignore)],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert head.stdout is not None
    assert head.stdout.readline() == "up\n"
    return head


@pytest.fixture
def head() -> Iterator[subprocess.Popen[str]]:
    """Ended after the test, whatever it did."""
    head = start()
    yield head
    bury(head)


def bury(head: subprocess.Popen[str]) -> None:
    """End it if it still runs, and close what it held."""
    processes.end_now(processes.family(head.pid))
    head.wait()
    assert head.stdout is not None
    head.stdout.close()


@pytest.mark.parametrize("proc", [processes.PROC, Path("/nowhere")])
def test_the_family_reaches_into_other_sessions(
    head: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch, proc: Path
) -> None:
    """Read from /proc, or from `ps` where there is none."""
    if proc != processes.PROC and not Path("/bin/ps").exists():
        pytest.skip("there is no /bin/ps")
    monkeypatch.setattr(processes, "PROC", proc)

    family = processes.family(head.pid)

    assert len(family) == 2
    assert head.pid in {member.pid for member in family}
    assert os.getpid() not in {member.pid for member in family}


def test_a_family_is_ended_as_a_whole(head: subprocess.Popen[str]) -> None:
    """The grandchild too, though no signal to the head's group reaches it."""
    family = processes.family(head.pid)

    left = processes.end(head.pid, grace_s=0.3)

    assert head.wait() == -signal.SIGTERM
    assert left == processes.running(family) == set()


def test_who_does_not_listen_is_killed() -> None:
    """After the grace."""
    head = start(STUBBORN)
    try:
        assert processes.end(head.pid, grace_s=0.2) == set()
        assert head.wait() == -signal.SIGKILL
    finally:
        bury(head)


def test_a_number_that_is_somebody_elses_by_now_is_left_alone(head: subprocess.Popen[str]) -> None:
    """A process is known by its number and its start."""
    (one,) = (member for member in processes.family(head.pid) if member.pid == head.pid)

    processes.end_now([one._replace(started="another")])

    with pytest.raises(subprocess.TimeoutExpired):
        head.wait(timeout=0.2)
