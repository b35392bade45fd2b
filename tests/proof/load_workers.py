"""Locust's own master and two workers find what one process finds: no test, it needs a quiet machine."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

TITLE = "two workers reproduce what one process reproduces"
RUNS = 10


def cases() -> list[str]:
    """One case a run."""
    return [f"run-{number:02}" for number in range(1, RUNS + 1)]


def what(_: str) -> str:
    """The same in each."""
    return "pool-exhaustion with --processes 2 on a fresh world: reproduced, and one process wrote"


def run(_: str) -> tuple[bool, str]:
    """Each worker sends its half of one stream; only the master writes."""
    command = [
        sys.executable,
        "-m",
        "firedrill",
        "load",
        "run",
        "pool-exhaustion",
        "--processes",
        "2",
        "--json",
    ]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        written = [path for path in Path(folder).rglob("outcomes.jsonl") if "latest" not in path.parts]
    reasons = "; ".join(reason["message"] for reason in json.loads(done.stdout)["reasons"])
    return done.returncode == 0 and len(
        written
    ) == 1, f"exit {done.returncode}, {len(written)} written: {reasons}"
