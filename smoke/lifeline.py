"""The child's tie to its parent: a pipe on standard input.

A line on it says that the site answers and the journeys may begin. Its end says that the parent is gone, even
if by kill -9: then the child ends itself with all that it started.
"""

from __future__ import annotations

import os
import shutil
import signal
import threading
from pathlib import Path

from smoke.processes import end_now, family

_go = threading.Event()


def hold(folder: Path) -> None:
    """Watch the pipe from now on; ``folder`` is the run's private one, removed when the parent is gone."""
    pipe = os.dup(0)
    threading.Thread(target=_watch, args=(pipe, folder), name="lifeline", daemon=True).start()


def wait_for_go() -> None:
    """Return when the parent says that the journeys may begin."""
    _go.wait()


def _watch(pipe: int, folder: Path) -> None:
    while os.read(pipe, 64):
        _go.set()
    me = os.getpid()
    end_now({process for process in family(me) if process.pid != me})
    shutil.rmtree(folder, ignore_errors=True)
    os.kill(me, signal.SIGKILL)
