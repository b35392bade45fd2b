"""The gate with its evidence, against the same walk in a bare pytest-playwright file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from fixtures.world import World
from tests.bench.figure import Figure, seconds

RUNS = 5
BARE = Path(__file__).with_name("bare_journeys.py")


def measure() -> Figure:
    """Both on one world, in turn, so that a noisy minute disturbs both."""
    world = World()
    world.start()
    try:
        env = {**os.environ, **world.env()}
        del env["FIREDRILL_CONTROL_URL"]  # no drill listens
        gate = [sys.executable, "-m", "firedrill", "smoke", "--url", world.url]
        # As its author would run it: without our settings, and without Locust's plugin, which monkey-patches.
        bare = [sys.executable, "-m", "pytest", "-q", "-c", os.devnull, "-p", "no:locust"]
        bare += [str(BARE), "--base-url", world.url]
        pairs = [(seconds(lambda: _run(gate, env)), seconds(lambda: _run(bare, env))) for _ in range(RUNS)]
    finally:
        world.stop()
    measured, reference = (sorted(column)[RUNS // 2] for column in zip(*pairs, strict=True))
    return Figure("the gate, evidence included", measured, reference, "bare pytest-playwright", at_most=1.2)


def _run(command: list[str], env: dict[str, str]) -> None:
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
