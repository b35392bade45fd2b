"""The gate stays green on a healthy world: fifty worlds, one gate each."""

from __future__ import annotations

import json
import subprocess
import sys

TITLE = "the gate is green on a healthy world"
RUNS = 50


def cases() -> list[str]:
    """One case a run."""
    return [f"run-{number:02}" for number in range(1, RUNS + 1)]


def what(_: str) -> str:
    """The same in each."""
    return "a fresh embedded world, the whole gate"


def run(case: str) -> tuple[bool, str]:
    """A fresh embedded world, the whole gate."""
    command = [sys.executable, "-m", "firedrill", "smoke", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    verdict = json.loads(done.stdout)
    checks = {check["id"]: check["outcome"] for check in verdict["checks"]}
    odd = {name: outcome for name, outcome in checks.items() if outcome != "pass"}
    return (
        done.returncode == 0,
        f"exit {done.returncode}, {verdict['verdict']}, {odd or 'every check passed'}",
    )
