"""A process with all that it started, browsers included, and how to end them so that nothing is left.

The browser leads a session of its own, so a signal to the child's group does not reach it; and a process
whose parent died belongs to nobody. So the family is read while its head lives, and remembered by process
number and start, which together name one process and no later one.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Collection
from pathlib import Path
from typing import NamedTuple

_POLL_S = 0.01
PROC = Path("/proc")


class Process(NamedTuple):
    """One running process; ``group`` is its session, where the system tells it, or its process group."""

    pid: int
    parent: int
    group: int
    started: str


def family(head: int) -> set[Process]:
    """The running processes among ``head`` and all that it and its own started."""
    table = _table()
    known, groups = {head}, {head}
    while True:
        found = {p for p in table if p.pid in known or p.parent in known or p.group in groups}
        if {p.pid for p in found} <= known:
            return found
        known |= {p.pid for p in found}
        groups |= {p.group for p in found if p.group == p.pid}


def end_now(processes: Collection[Process]) -> None:
    """Kill each of them at once."""
    for process in running(processes):
        _signal(process.pid, signal.SIGKILL)


def end(head: int, grace_s: float = 2.0) -> set[Process]:
    """End ``head``'s family: politely, then, after ``grace_s``, by force. Returns what would not end."""
    left = family(head)
    _signal(head, signal.SIGTERM)
    left = _wait(left, grace_s)
    if left:
        end_now(left)
        left = _wait(left, grace_s)
    return left


def _wait(processes: Collection[Process], at_most_s: float) -> set[Process]:
    deadline = time.monotonic() + at_most_s
    while (left := running(processes)) and time.monotonic() < deadline:
        time.sleep(_POLL_S)
    return left


def running(processes: Collection[Process]) -> set[Process]:
    """Those that still run."""
    named = {(process.pid, process.started) for process in processes}
    return {process for process in _table() if (process.pid, process.started) in named} if named else set()


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):  # it has just ended
        os.kill(pid, number)


def _table() -> list[Process]:
    """All processes of this machine but the dead ones that nobody has buried."""
    if (PROC / "self" / "stat").exists():
        found = (_read(entry.name) for entry in os.scandir(PROC) if entry.name.isdigit())
        return [process for process in found if process is not None]
    shown = subprocess.run(
        ["/bin/ps", "-A", "-o", "pid=,ppid=,pgid=,stat=,lstart="], capture_output=True, text=True, check=True
    )
    rows = (line.split(maxsplit=4) for line in shown.stdout.splitlines())
    return [Process(int(r[0]), int(r[1]), int(r[2]), r[4]) for r in rows if not r[3].startswith("Z")]


def _read(pid: str) -> Process | None:
    try:
        # The name, in brackets, may hold blanks: the fields count from behind it.
        text = (PROC / pid / "stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = text.rpartition(")")[2].split()
    state, parent, session, started = fields[0], fields[1], fields[3], fields[19]
    return None if state in "ZX" else Process(int(pid), int(parent), int(session), started)
