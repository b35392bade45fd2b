"""The gate is green on a healthy Next.js application, in any order of journeys, on a busy machine too."""

from __future__ import annotations

import contextlib
import io
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fixtures.world import World
from smoke import journeys
from tests.nextjs.judged import healthy, odd

TITLE = "the gate is green on a healthy Next.js application"
RUNS, BUSY = 30, 10
_HOG = "while True: pass"


def cases() -> list[str]:
    """One case a run; the last ones beside two processes that compute all the time."""
    return [f"run-{number:02}" for number in range(1, RUNS + 1)]


def what(case: str) -> str:
    """In which order, and beside what."""
    beside = ", beside a busy processor" if _is_busy(case) else ""
    return f"{', '.join(_order(case))}{beside}"


def run(case: str) -> tuple[bool, str]:
    """A world of its own, the whole gate."""
    world = World(background_users=0)
    world.start()
    try:
        quiet = contextlib.redirect_stdout(io.StringIO())
        with tempfile.TemporaryDirectory() as folder, quiet, _hogs(2 if _is_busy(case) else 0):
            verdict = healthy(world, Path(folder), _order(case))
    finally:
        world.stop()
    found = odd(verdict)
    return not found, found or f"{verdict.verdict} in {verdict.timing.used_s:.0f} s"


def _order(case: str) -> list[str]:
    names = list(journeys._ORDER)
    random.Random(case).shuffle(names)
    return names


def _is_busy(case: str) -> bool:
    return int(case.removeprefix("run-")) > RUNS - BUSY


@contextlib.contextmanager
def _hogs(number: int) -> Iterator[None]:
    hogs = [subprocess.Popen([sys.executable, "-c", _HOG]) for _ in range(number)]
    try:
        yield
    finally:
        for hog in hogs:
            hog.kill()
            hog.wait()
