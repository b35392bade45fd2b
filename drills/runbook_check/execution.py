"""One command, typed: in a home and a folder that are thrown away, with nobody at the keyboard."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from fixtures import child, processes

_TICK_S = 0.2
_MOST_BYTES = 1_000_000
How = Literal["by itself", "by us", "at its time limit"]


@dataclass(frozen=True)
class Ended:
    """How it ended. ``rc`` is None unless it ended by itself."""

    rc: int | None
    out: str
    err: str
    how: How

    @property
    def said(self) -> str:
        """All that it printed."""
        return self.out + self.err


def run(
    command: list[str],
    env: Mapping[str, str],
    folder: Path,
    scratch: Path,
    limit_s: float,
    enough: Callable[[str], bool] | None = None,
) -> Ended:
    """Run it in ``folder`` to its end, or until it has said ``enough``; nothing that it started is left.

    ``enough`` is asked with all that was printed so far, several times a second; ``scratch`` keeps that.
    """
    outputs = [scratch / "stdout", scratch / "stderr"]
    with outputs[0].open("wb") as out, outputs[1].open("wb") as err:
        process = child.start(
            command,
            env=dict(env),
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        )
        try:
            how = _wait(process, limit_s, lambda: enough is not None and enough("".join(map(_text, outputs))))
        finally:
            if process.returncode is None:
                processes.end(process.pid)
                process.wait()
            else:  # its group lives on in what it left running
                processes.end_left(process.pid)
    return Ended(
        process.returncode if how == "by itself" else None, _text(outputs[0]), _text(outputs[1]), how
    )


def _wait(process: subprocess.Popen[bytes], limit_s: float, enough: Callable[[], bool]) -> How:
    deadline = time.monotonic() + limit_s
    while True:
        try:
            process.wait(_TICK_S)
        except subprocess.TimeoutExpired:
            if enough():
                return "by us"
            if time.monotonic() >= deadline:
                return "at its time limit"
        else:
            return "by itself"


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_MOST_BYTES).decode("utf-8", "replace")
