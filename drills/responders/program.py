"""A program as the responder: ``cmd:PROGRAM``, and the runbook responder itself.

It gets the brief's path as its last argument (and in ``FIREDRILL_BRIEF``), the world's environment, a
process group of its own and a time limit; what it prints is kept. How long our own one loads, which no person
does, is charged unscaled like every program's time.
"""

from __future__ import annotations

import shlex
import subprocess
import time
import uuid
from collections.abc import Mapping, Sequence

from drills.brief import LOADING, VARIABLE
from drills.responders.leftover import noted
from drills.responders.responder import Ending, Engagement
from fixtures import child, processes
from fixtures.errors import SetupError
from reports.facts.responder import ClientStarted


class Program:
    """Runs ``command`` with the brief's path behind it; one that ``says_loaded`` ends client `LOADING`."""

    def __init__(self, name: str, command: Sequence[str], *, says_loaded: bool = False) -> None:
        self.name = name
        self.command = list(command)
        self._says_loaded = says_loaded

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
        return cls("runbook", child.python("drills.responders.runbook", *forced), says_loaded=True)

    def respond(self, engagement: Engagement) -> Ending:
        """Run it to its end, or to the time limit; then end whatever it left running."""
        loading = self._loading(engagement) if self._says_loaded else {}
        try:
            with engagement.output.open("wb") as output:
                process = child.start(
                    [*self.command, str(engagement.brief_file)],
                    env={**engagement.env, **loading, VARIABLE: str(engagement.brief_file)},
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

    def _loading(self, engagement: Engagement) -> Mapping[str, str]:
        run = uuid.uuid4().hex
        engagement.journal.record(ClientStarted(client_run=run, name=f"{self.name} responder loading"))
        return {LOADING: run}
