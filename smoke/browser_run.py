"""The journeys in a real browser, through the child process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from reports.verdict import Check
from smoke.child import Child
from smoke.journeys import Progress

# One journey that takes longer has failed; the others are then not begun.
JOURNEY_WITHIN_S = 90.0
_POLL_S = 0.02


async def run(child: Child, progress: Progress, tell: Callable[[Check], None]) -> str:
    """Let the child go on until all journeys have ended, or it has.

    What its lines say goes to ``progress``; ``tell`` hears of each check that has come to its end. Returns
    why some journeys have no result, or nothing.
    """
    child.go()
    while True:
        running = child.returncode is None
        for line in child.new_lines():
            done = progress.take(line)
            if done is not None:
                tell(progress.check(done, ""))
        if progress.complete:
            return "" if not progress.empty else "no journey was collected"
        if not running:
            return f"the browser's process ended early (exit code {child.returncode})"
        if (
            progress.running is not None
            and time.monotonic() - progress.running_since_mono_s > JOURNEY_WITHIN_S
        ):
            progress.fail_running(f"not done within {JOURNEY_WITHIN_S:g} s")
            return "an earlier journey did not come to its end"
        await asyncio.sleep(_POLL_S)
