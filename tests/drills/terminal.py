"""A terminal to type ``firedrill drill`` in."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

QUICK = ("--pace", "120", "--journeys", "http")


class Terminal:
    """A folder of its own to work in, and a temporary folder of its own, so that no other drill is near."""

    def __init__(self, home: Path, temporary: Path) -> None:
        self.home = home
        self.temporary = temporary
        self.env = {**os.environ, "TMPDIR": str(temporary)}
        self.env.pop("FIREDRILL_CONTROL_URL", None)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Type a command."""
        return subprocess.Popen(
            [sys.executable, "-m", "firedrill", "drill", *arguments],
            cwd=self.home,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            # As a terminal does it: a Ctrl-C there goes to all of the group.
            start_new_session=True,
        )

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Type a command and wait for its end."""
        process = self.start(*arguments)
        output, errors = process.communicate(timeout=90)
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    @property
    def folder(self) -> Path:
        """The newest run's."""
        return (self.home / "reports/out/drill/latest").resolve()


def wait_until_said(process: subprocess.Popen[str], words: str) -> str:
    """Read what a drill tells until it says this; all of it."""
    assert process.stderr is not None
    told = ""
    for line in process.stderr:
        told += line
        if words in line:
            return told
    raise AssertionError(f"never said {words!r}:\n{told}")


def wait_until_there(path: Path) -> None:
    """Until a drill has written this file, at most 30 seconds."""
    deadline = time.monotonic() + 30
    while not path.exists() and time.monotonic() < deadline:
        pass
