"""Commands that are killed in the middle of their work: what each leaves, the exit code, the verdict.

One cell is a command at a moment by a signal, or one of its children by SIGKILL. The suite plays a tenth of
them, `make proof` all.
"""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

from fixtures import processes
from tests.at_work import COMMANDS, ENDING_S, STARTING_S, WITHIN_S, Run, running
from tests.command_lines import command_line

MOMENTS = ("early", "middle", "late")
SIGNALS = ("INT", "INT+INT", "TERM", "HUP", "KILL")


@dataclass(frozen=True)
class Cell:
    """One death: of the command at a moment by a signal, or of those of its children whose line holds it."""

    name: str
    moment: str
    by: str

    @property
    def id(self) -> str:
        """As ``smoke/late/INT+INT``."""
        return "/".join((self.name, self.moment, self.by.strip().replace("/", "-")))

    def faults(self) -> list[str]:
        """Play it; what is not as it should be."""
        with running(COMMANDS[self.name]) as run:
            if not run.wait_for(self.moment):
                return [f"it never came to that moment; it said: {run.said[-500:]}"]
            if self.by in SIGNALS:
                return list(self._killed(run))
            return list(self._orphaned(run))

    def _killed(self, run: Run) -> Iterator[str]:
        for name in self.by.split("+"):
            with contextlib.suppress(ProcessLookupError):
                run.process.send_signal(signal.Signals[f"SIG{name}"])
            time.sleep(0.1)  # as fast as a person presses it again
        code, wanted = run.end(), -signal.SIGKILL if self.by == "KILL" else COMMANDS[self.name].ended
        if code is None:
            yield f"it did not end within {ENDING_S:g} s"
        # Whoever was just done may have its own code and verdict.
        elif code != wanted and not (self.moment == "late" and code in {0, 3}):
            yield f"exit code {code}, expected {wanted}; it said: {run.said[-300:]}"
        yield from self._left(run, after_kill=self.by == "KILL")
        allowed = {"INCONCLUSIVE", "PASS"} if self.moment == "late" else {"INCONCLUSIVE"}
        if wrong := {job: said for job, said in run.verdicts().items() if said not in allowed}:
            yield f"verdicts: {wrong}"

    def _orphaned(self, run: Run) -> Iterator[str]:
        deadline = time.monotonic() + STARTING_S
        while not (killed := run.children(self.by)) and time.monotonic() < deadline:
            if run.process.poll() is not None:
                break
            time.sleep(0.01)
        if not killed:
            yield f"it has no child {self.by!r}"
            return
        processes.end_now(killed)
        code = run.end()
        # A responder that dies has done nothing more, which is a finding; all else is our own trouble.
        allowed = {0, 1, 3} if self.by in {"sleep", "drills.responders.runbook"} else {3, 4}
        if code is None:
            yield f"it did not end within {ENDING_S:g} s"
        elif code not in allowed:
            yield f"exit code {code}, expected one of {sorted(allowed)}; it said: {run.said[-300:]}"
        yield from self._left(run, after_kill=False)
        if "Traceback" in run.said:
            yield f"a traceback: {run.said[-300:]}"

    def _left(self, run: Run, *, after_kill: bool) -> Iterator[str]:
        if left := run.left():
            yield f"still running after {WITHIN_S:g} s: {[command_line(one)[:60] for one in left]}"
        if after_kill:
            run.recover()
        if folders := list(run.temporary.iterdir()):
            yield f"left in the temporary folder: {[path.name for path in folders]}"
        if unfinished := run.unfinished():
            yield f"without a verdict: {unfinished}"


def cells() -> list[Cell]:
    """All of them."""
    deaths = [Cell(name, moment, by) for name in COMMANDS for moment in MOMENTS for by in SIGNALS]
    orphans = [Cell(name, "middle", child) for name, each in COMMANDS.items() for child in each.children]
    return deaths + orphans
