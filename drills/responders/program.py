"""A program as the responder: ``cmd:PROGRAM``, and the runbook responder itself.

It gets the brief's path as its last argument (and in ``FIREDRILL_BRIEF``), the world's environment, a
process group of its own and a time limit; what it prints is kept.
"""

from __future__ import annotations

import shlex
import subprocess
import time
from collections.abc import Sequence

from drills.brief import VARIABLE
from drills.responders.leftover import noted
from drills.responders.responder import Ending, Engagement
from fixtures import child, processes
from fixtures.errors import SetupError


class Program:
    """Runs ``command`` with the brief's path behind it."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = list(command)

    @classmethod
    def parse(cls, name: str) -> Program:
        """``cmd:PROGRAM`` with its arguments, quoted as in a shell. Raises `SetupError`."""
        try:
            command = shlex.split(name.removeprefix("cmd:"))
        except ValueError as error:
            raise SetupError(f"responder {name!r}: {error}") from error
        if not command:
            raise SetupError(f"responder {name!r}: expected cmd:PROGRAM, as in 'cmd:./agent --fast'")
        return cls(name, command)

    @classmethod
    def runbook(cls, mitigate: str | None = None) -> Program:
        """The runbook responder; ``mitigate`` forces one way out."""
        forced = ["--mitigate", mitigate] if mitigate else []
        return cls("runbook", child.python("drills.responders.runbook", *forced))

    def respond(self, engagement: Engagement) -> Ending:
        """Run it to its end, or to the time limit; then end whatever it left running."""
        try:
            with engagement.output.open("wb") as output:
                process = child.start(
                    [*self.command, str(engagement.brief_file)],
                    env={**engagement.env, VARIABLE: str(engagement.brief_file)},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                )
        except OSError as error:
            return Ending("crashed", detail=f"{self.command[0]}: {error.strerror}")
        try:
            with noted(engagement.run_folder, process.pid):
                code = process.wait(max(0.0, engagement.deadline_mono_s - time.monotonic()))
        except subprocess.TimeoutExpired:
            return Ending("out-of-time", detail="ended at its time limit")
        finally:
            if process.returncode is None:
                processes.end(process.pid)
                process.wait()
            else:  # its group lives on in what it left running
                processes.end_now(processes.family(process.pid))
        if code < 0:
            return Ending("crashed", code, f"ended by signal {-code}")
        return Ending("finished", code)
