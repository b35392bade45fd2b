"""Runs of the gate for tests: with journeys of the test's own, or as a program that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

import pytest

from fixtures import processes
from fixtures.target import Target
from reports.verdict import Check, Verdict
from smoke import journeys
from smoke.gate import run_gate
from smoke.options import EVERYTHING, Options
from tests.command_lines import command_line

PROGRAM = """
import json, sys
from pathlib import Path
from typing import Literal
from fixtures.target import Target
from reports.run import render_all
from smoke.gate import run_gate
from smoke.options import EVERYTHING, Options

target, folder = Target.model_validate_json(sys.argv[1]), Path(sys.argv[2])
verdict = run_gate(target, folder, tell=lambda line: print(line, flush=True))
(folder / "verdict.json").write_text(verdict.model_dump_json())
"""


def judge(
    target: Target,
    folder: Path,
    *,
    env: Mapping[str, str] | None = None,
    journeys: Literal["browser", "http"] = "browser",
    options: Options = EVERYTHING,
) -> Verdict:
    """The whole gate, in this process; the browser is in its child. What it says is printed."""
    folder.mkdir(parents=True, exist_ok=True)
    return run_gate(
        target, folder, journeys=journeys, env={**os.environ, **(env or {})}, tell=print, options=options
    )


def check(verdict: Verdict, name: str) -> Check:
    """One check of a verdict."""
    return next(one for one in verdict.checks if one.id == name)


def outcomes(verdict: Verdict) -> dict[str, str]:
    """What each journey came to."""
    return {one.id: one.outcome.value for one in verdict.checks if one.kind == "journey"}


def own_journeys(monkeypatch: pytest.MonkeyPatch, folder: Path, **sources: str) -> None:
    """Let the gate run these journeys, a name and a test file's text each, in place of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    files = {name: folder / f"test_{name}.py" for name in sources}
    for name, path in files.items():
        path.write_text(sources[name], encoding="utf-8")
    monkeypatch.setattr(journeys, "files", lambda: files)
    monkeypatch.setattr(journeys, "titles", lambda: {name: name for name in files})


class GateProgram:
    """The gate as a process of its own. ``lines`` is what it has said so far."""

    def __init__(self, target: Target, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.lines: list[str] = []
        self.seen: set[processes.Process] = set()
        temporary = folder / "tmp"
        temporary.mkdir()
        self.temporary = temporary
        self._process = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, target.model_dump_json(), str(folder)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "TMPDIR": str(temporary)},
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def read_until(self, word: str) -> str:
        """Read its lines until one holds ``word``."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.lines.append(line)
            if word in line:
                return line
        raise AssertionError(f"the gate ended without saying {word!r}: {self.lines}")

    def family(self) -> set[processes.Process]:
        """It and all that it started; what was ever asked for is kept in ``seen``."""
        found = processes.family(self.pid)
        self.seen |= found
        return found

    def browsers(self) -> set[processes.Process]:
        """The browsers among its family."""
        return {one for one in self.family() if "chrom" in command_line(one)}

    def send(self, number: int) -> None:
        """Send a signal to it, and to nobody else."""
        self._process.send_signal(number)

    def wait(self) -> int:
        """Its exit code."""
        assert self._process.stdout is not None
        self.lines += self._process.stdout.readlines()
        code = self._process.wait(timeout=30)
        self._process.stdout.close()
        return code

    def close(self) -> None:
        """End it if it has not ended; its own lifeline ends the rest."""
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def verdict(self) -> Verdict:
        """What it wrote."""
        return Verdict.model_validate(json.loads((self.folder / "verdict.json").read_text()))


def gone(members: set[processes.Process], within_s: float = 10.0) -> bool:
    """Whether all of them have ended, waiting for the last ones."""
    return until(lambda: not processes.running(members), within_s)


def until(holds: Callable[[], object], within_s: float = 20.0) -> bool:
    """Whether it came to hold; asked without a pause, for what is waited for lasts a moment only."""
    deadline = time.monotonic() + within_s
    while not holds():
        if time.monotonic() > deadline:
            return False
    return True
