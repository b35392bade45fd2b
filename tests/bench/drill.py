"""``make drill`` with its set-up done, in seconds."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.bench.figure import Figure, median_s

ROOT = Path(__file__).parents[2]
RUNS = 3


def _drill() -> None:
    done = subprocess.run(["make", "drill"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"make drill ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")


def measure() -> Figure:
    """The whole command, as its user waits for it."""
    return Figure("make drill, set-up done", median_s(_drill, RUNS), 1.0, "a second", at_most=20.0)
