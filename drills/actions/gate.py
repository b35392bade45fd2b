"""Run the gate (runbook, étape 3), as `firedrill smoke` from the responder's own shell."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from drills.actions.say import client_running
from drills.actions.wire import Wire
from fixtures import child
from reports.verdict import ExitCode

COMMAND = tuple(child.python("firedrill", "smoke"))


@dataclass(frozen=True)
class GateRun:
    """How it ended, and what it printed."""

    code: int
    text: str

    @property
    def passed(self) -> bool:
        """The site is healthy."""
        return self.code == ExitCode.PASS

    @property
    def undecided(self) -> bool:
        """The gate could not tell."""
        return self.code == ExitCode.INCONCLUSIVE


async def run_gate(wire: Wire, since: datetime) -> GateRun:
    """Judge the world of this process's environment, by evidence from ``since`` on (with a zone).

    Raises `drills.actions.wire.ActionError`.
    """
    async with client_running(wire, "firedrill smoke"):
        return await _run("--since", since.isoformat())


async def _run(*options: str) -> GateRun:
    process = await asyncio.create_subprocess_exec(
        *COMMAND,
        *options,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await process.communicate()
    except asyncio.CancelledError:
        process.terminate()
        await process.wait()
        raise
    assert process.returncode is not None
    return GateRun(process.returncode, output.decode(errors="replace"))
