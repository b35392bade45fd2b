"""The journeys in a real browser, through the child process."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from fixtures.errors import SetupError
from reports.verdict import Check
from smoke.child import Child
from smoke.handed import Handed, Opened
from smoke.journeys import SESSION_WANTED, Progress

_POLL_S = 0.02
_USAGE_ERROR = 4  # pytest's


async def run(
    child: Child,
    progress: Progress,
    handed: Handed,
    tell: Callable[[Check], None],
    open_session: Callable[[], Awaitable[Opened]],
    *,
    journey_s: float,
    tidies_up: bool,
) -> str:
    """Let the child go on until all journeys have ended, or it has.

    What its lines say goes to ``progress``; ``tell`` hears of each check that has come to its end, and each
    ``open_session`` answers a journey that needs one. A journey that takes longer than ``journey_s`` has
    failed, and the others are then not begun. Where the browser ``tidies_up`` itself, that is waited for.
    Returns why some journeys have no result, or nothing. Raises `SetupError` where the options cannot be
    followed.
    """
    child.hand(handed)
    while True:
        running = child.returncode is None
        for line in child.new_lines():
            if line["event"] == SESSION_WANTED:
                child.hand(await open_session())
                continue
            done = progress.take(line)
            if done is not None:
                tell(progress.check(done, ""))
        if progress.complete and (progress.finished or not tidies_up):
            return "" if not progress.empty else "no journey was collected"
        if not running:
            if child.returncode == _USAGE_ERROR:
                raise SetupError(child.last_words())
            return f"the browser's process ended early (exit code {child.returncode})"
        if progress.running is not None and time.monotonic() - progress.running_since_mono_s > journey_s:
            progress.fail_running(f"not done within {journey_s:g} s")
            return "an earlier journey did not come to its end"
        await asyncio.sleep(_POLL_S)
