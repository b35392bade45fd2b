"""The gate finds each mistake in a Next.js application, and its reason names the cause."""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path

from fixtures.world import World
from tests.nextjs.builds import MISTAKES
from tests.nextjs.judged import disagreement, mistaken
from tests.smoke.judging import check

TITLE = "the gate finds the mistakes in a Next.js application and names their cause"
_ALL = {mistake.name: mistake for mistake in MISTAKES}


def cases() -> list[str]:
    """One case a mistake."""
    return list(_ALL)


def what(case: str) -> str:
    """What is wrong, and which journeys fail by it."""
    mistake = _ALL[case]
    return f"{mistake.what}: {', '.join(mistake.red)}"


def run(case: str) -> tuple[bool, str]:
    """A world of its own, the whole gate."""
    mistake = _ALL[case]
    world = World(background_users=0)
    world.start()
    try:
        quiet = contextlib.redirect_stdout(io.StringIO())
        with tempfile.TemporaryDirectory() as folder, quiet:
            verdict = mistaken(mistake, world, Path(folder))
    finally:
        world.stop()
    found = disagreement(mistake, verdict)
    return not found, found or check(verdict, mistake.red[0]).message
