"""A run folder is held by its drill, so that what a killed drill left can be told from one that runs."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path

NAME = "drill.lock"


@contextlib.contextmanager
def held(folder: Path) -> Iterator[None]:
    """Hold a folder; the lock ends with the process, however that dies. Raises BlockingIOError if taken."""
    path = folder / NAME
    with path.open("a", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
