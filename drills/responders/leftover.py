"""What a responder runs is noted beside its journal, so that it can be ended when the harness was killed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path

from fixtures import processes
from reports.files import write_json

NAME = "responder.json"


@contextlib.contextmanager
def noted(folder: Path, pid: int) -> Iterator[None]:
    """Note a process that was just started, for as long as this lasts."""
    path = folder / NAME
    head = processes.running_as(pid)
    if head is not None:
        # At once and whole: whoever sees the file may kill the harness the next moment.
        write_json(path, {"pid": pid, "started": head.started})
    try:
        yield
    finally:
        path.unlink(missing_ok=True)


def end(folder: Path) -> bool:
    """End what a killed harness left running; whether there was anything."""
    path = folder / NAME
    try:
        note = json.loads(path.read_text(encoding="utf-8"))
        head = processes.Process(int(note["pid"]), 0, 0, str(note["started"]))
    except (OSError, ValueError, KeyError, TypeError):
        return False
    family = processes.family_of(head)
    processes.end_now(family)
    path.unlink(missing_ok=True)
    return bool(family)
