"""The child's tie to its parent: a pipe on standard input.

One line on it says that the site answers and the journeys may begin, and with which cookies. Its end says
that the parent is gone, even if by kill -9: then the child ends itself with all that it started.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from pathlib import Path

from fixtures.processes import end_now, family
from smoke.handed import Handed

# By another process, once this one is dead: the tests' own thread goes on writing until then.
_REMOVE = 'kill -9 "$1"; for _ in 1 2 3 4 5 6 7 8 9; do rm -rf "$2" && break; sleep 0.1; done'

_go = threading.Event()
_handed = Handed()


def hold(folder: Path) -> None:
    """Watch the pipe from now on; ``folder`` is the run's private one, removed when the parent is gone."""
    pipe = os.dup(0)
    threading.Thread(target=_watch, args=(pipe, folder), name="lifeline", daemon=True).start()


def wait_for_go() -> None:
    """Return when the parent says that the journeys may begin."""
    _go.wait()


def handed() -> Handed:
    """What the parent's line held; nothing where there is no parent."""
    return _handed


def _watch(pipe: int, folder: Path) -> None:
    global _handed
    told = b""
    while part := os.read(pipe, 65536):
        told += part
        if told.endswith(b"\n"):
            _handed = Handed.model_validate_json(told)
            _go.set()
            told = b""
    me = os.getpid()
    end_now({process for process in family(me) if process.pid != me})
    try:
        subprocess.Popen(["/bin/sh", "-c", _REMOVE, "sh", str(me), str(folder)], start_new_session=True)
    except OSError:
        os.kill(me, signal.SIGKILL)
