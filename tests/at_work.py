"""The commands at work, each in a folder of its own: how far one is, what runs of it, what it leaves."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from fixtures import processes
from fixtures.processes import Process
from tests.command_lines import command_line

# What one may show of a command when it is dead.
WITHIN_S = 3.0
# What one may take that undoes everything first, on a busy machine.
ENDING_S = 40.0
STARTING_S = 60.0
RUNBOOK = """
```bash
psql -c 'select 1'
psql -c 'select 2'
psql -c 'select 3'
```
"""
MARK = "FIREDRILL_TEST_MARK"
# It ignores what a shell of a user's may: only a killed terminal or a guardian ends it.
SHELL = "#!/bin/sh\nsleep 300\nsleep 300\n"


@dataclass(frozen=True)
class Command:
    """What is typed, and by which sign one sees how far it is; a sign is a part of what it says or keeps."""

    words: tuple[str, ...]
    signs: dict[str, str]
    ended: int = 130
    children: tuple[str, ...] = ()


_DRILL = ("drill", "run", "p0-bad-deploy", "--pace", "120", "--journeys", "http")
COMMANDS = {
    "world-up": Command(
        ("world", "up"),
        {"middle": "The world is up", "late": "Ctrl-C stops everything"},
        0,
        ("bin/postgres -D",),
    ),
    "world-shell": Command(
        ("world", "up", "--shell"),
        {"middle": "The world is up", "late": "leaving it stops everything"},
        0,
        ("bin/postgres -D",),
    ),
    "smoke": Command(
        ("smoke",),
        {"middle": "pass         reachable", "late": "pass         login"},
        children=("bin/postgres -D", "chrom", "playwright/driver", " pytest "),
    ),
    "drill-command": Command(
        (*_DRILL, "--responder", "cmd:sh -c 'sleep 300'"),
        {"middle": '"fault.injected"', "late": '"responder.started"'},
        children=("bin/postgres -D", "fixtures.probes", "sleep"),
    ),
    "drill-runbook": Command(
        (*_DRILL, "--responder", "runbook"),
        {"middle": '"fault.injected"', "late": '"fault.healed"'},
        children=("bin/postgres -D", "fixtures.probes", "drills.responders.runbook"),
    ),
    "rehearse": Command(
        ("drill", "rehearse", "p0-bad-deploy", "--jobs", "1"),
        {"middle": '"fault.injected"', "late": '"fault.healed"'},
        children=("bin/postgres -D", "drills.rehearsal.child"),
    ),
    "load-run": Command(
        ("load", "run", "rate-limit"),
        {"middle": "run: RATE_LIMIT", "late": "run: REPRODUCED"},
        children=("bin/postgres -D", " locust "),
    ),
    "load-verify": Command(
        ("load", "verify", "rate-limit"),
        {"middle": "before: ", "late": "after: "},
        children=("bin/postgres -D", " locust "),
    ),
    "runbook-check": Command(
        ("runbook", "check", "panne.md"),
        {"middle": "line-3", "late": "line-5"},
        children=("bin/postgres -D",),
    ),
}


@dataclass
class Run:
    """A command at work, in a folder and a temporary folder of its own."""

    command: Command
    root: Path
    temporary: Path
    mark: str = field(default_factory=lambda: uuid.uuid4().hex)
    seen: set[Process] = field(default_factory=set)

    def __post_init__(self) -> None:
        shell = self.root / "shell"
        shell.write_text(SHELL)
        shell.chmod(0o755)
        (self.root / "panne.md").write_text(RUNBOOK)
        self._env = {
            **os.environ,
            "TMPDIR": str(self.temporary),
            "SHELL": str(shell),
            MARK: self.mark,
        }
        for name in ("FIREDRILL_CONTROL_URL", "GITHUB_ACTIONS"):
            self._env.pop(name, None)
        with (self.root / "said").open("wb") as said:
            self.process = subprocess.Popen(
                self._line(*self.command.words),
                cwd=self.root,
                env=self._env,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )

    def wait_for(self, moment: str) -> bool:
        """Until it is that far; false where it ended before."""
        deadline = time.monotonic() + STARTING_S
        while not self._is_at(moment):
            if self.process.poll() is not None or time.monotonic() > deadline:
                return False
            self.look()
            time.sleep(0.01)
        self.look()
        return True

    def _is_at(self, moment: str) -> bool:
        if moment == "early":
            return any(self.temporary.glob("firedrill-world-*/owner.lock"))
        sign = self.command.signs[moment]
        kept = self.root.glob("reports/out/*/2*/journal.jsonl")
        return any(sign in path.read_text(errors="replace") for path in (self.root / "said", *kept))

    def look(self) -> None:
        """Remember every process of it: by its family, and by the mark in its environment."""
        self.seen |= processes.family(self.process.pid)

    def end(self) -> int | None:
        """Its exit code, as Python has it; None where it does not end."""
        deadline = time.monotonic() + ENDING_S
        while self.process.poll() is None and time.monotonic() < deadline:
            self.look()
            time.sleep(0.01)
        return self.process.returncode

    def left(self) -> set[Process]:
        """What of it runs on three seconds after its end; sooner, where nothing does."""
        deadline = time.monotonic() + WITHIN_S
        while (left := self.running()) and time.monotonic() < deadline:
            time.sleep(0.02)
        return left

    def running(self) -> set[Process]:
        """What of it runs: its family, and whoever has its mark."""
        return processes.running(self.seen | processes.with_variable(MARK, self.mark))

    def children(self, what: str) -> set[Process]:
        """Those of its family whose command line holds this."""
        self.look()
        return {
            one
            for one in processes.running(self.seen)
            if what in command_line(one) and one.pid != self.process.pid
        }

    def recover(self) -> str:
        """The next command; what it says."""
        done = subprocess.run(
            self._line("drill", "recover"),
            cwd=self.root,
            env=self._env,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.stdout + done.stderr

    def unfinished(self) -> list[str]:
        """The run folders without a verdict, or with a damaged one."""
        found = []
        for folder in self.root.glob("reports/out/*/2*"):
            try:
                json.loads((folder / "verdict.json").read_text())
            except (OSError, ValueError) as error:
                found.append(f"{folder.parent.name}/{folder.name}: {error}")
        return found

    def verdicts(self) -> dict[str, str]:
        """What its runs came to, by their jobs; a failed one with the codes of its reasons."""
        said = {}
        for path in self.root.glob("reports/out/*/2*/verdict.json"):
            verdict = json.loads(path.read_text())
            codes = [reason["code"] for reason in verdict["reasons"]] if verdict["verdict"] == "FAIL" else []
            said[path.parts[-3]] = " ".join([verdict["verdict"], *codes])
        return said

    @property
    def said(self) -> str:
        """All of it."""
        return (self.root / "said").read_text(errors="replace")

    @staticmethod
    def _line(*words: str) -> list[str]:
        return [sys.executable, "-m", "firedrill", *words]


@contextlib.contextmanager
def running(command: Command) -> Iterator[Run]:
    """It at work; whatever is left of it at the end is killed."""
    with tempfile.TemporaryDirectory() as root:
        temporary = Path(root) / "tmp"
        temporary.mkdir()
        for folder in (Path(root), temporary):
            folder.chmod(0o711)
        run = Run(command, Path(root), temporary)
        try:
            yield run
        finally:
            run.look()
            processes.end_now(run.running())
            run.process.wait()
