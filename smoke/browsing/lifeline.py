"""The child's tie to its parent: a pipe on standard input.

One line on it says that the site answers and the journeys may begin, and with which cookies; each further one
answers `session`. Its end says that the parent is gone, even if by kill -9: then the child ends itself with
all that it started.
"""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import threading
from pathlib import Path

from fixtures.processes import end_now, family
from smoke.handed import Handed, Opened

# By another process, once this one is dead: the tests' own thread goes on writing until then.
_REMOVE = 'kill -9 "$1"; for _ in 1 2 3 4 5 6 7 8 9; do rm -rf "$2" && break; sleep 0.1; done'

_lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
_handed = Handed()


def hold(folder: Path) -> None:
    """Watch the pipe from now on; ``folder`` is the run's private one, removed when the parent is gone."""
    pipe = os.dup(0)
    threading.Thread(target=_watch, args=(pipe, folder), name="lifeline", daemon=True).start()


def wait_for_go() -> None:
    """Return when the parent says that the journeys may begin."""
    global _handed
    _handed = Handed.model_validate_json(_lines.get())


def handed() -> Handed:
    """What the parent's first line held."""
    return _handed


def session() -> Opened:
    """What the parent answers whoever has asked it for a session."""
    return Opened.model_validate_json(_lines.get())


def _watch(pipe: int, folder: Path) -> None:
    told = b""
    while part := os.read(pipe, 65536):
        told += part
        if told.endswith(b"\n"):
            _lines.put(told)
            told = b""
    me = os.getpid()
    end_now({process for process in family(me) if process.pid != me})
    try:
        subprocess.Popen(["/bin/sh", "-c", _REMOVE, "sh", str(me), str(folder)], start_new_session=True)
    except OSError:
        os.kill(me, signal.SIGKILL)
