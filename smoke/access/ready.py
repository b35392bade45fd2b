"""Wait until the deployment is there to be judged: built, the expected one, and answering.

What may still change soon is asked again until the target's ``budgets.ready_s`` are over: a build that is not
done, an alias that has not moved, a port that nobody listens on yet, a gateway without anybody behind it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import replace

from reports.verdict import Check, Outcome
from smoke.access.reach import Answer, ask, check_of
from smoke.check import Case
from smoke.evidence.reading import EvidenceError, NotConfiguredError
from smoke.evidence.vercel import Live

_BUILDING = frozenset({"QUEUED", "INITIALIZING", "ANALYZING", "BUILDING", "DEPLOYING"})
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 2.0
# A resolver or a network that is away for longer than this is no blip, and says nothing about the site.
_BLIP_S = 5.0
# Shorter ones are too likely to be another commit's beginning.
SHORTEST_COMMIT = 7

Tell = Callable[[str], None]


async def wait_until_ready(case: Case, headers: Mapping[str, str], tell: Tell) -> tuple[Check, bool]:
    """The check ``reachable``, by what the last look came to; and whether the site can be visited.

    ``headers`` go with each request to the site; ``tell`` hears what is waited for, once each.
    """
    begun = time.monotonic()
    pauses = _Pauses(min(case.target.budgets.ready_s, case.left_s()))
    unknown = ""
    answer = None
    try:
        answer = await _wait(lambda: _deployment(case), pauses, tell)
    except NotConfiguredError:
        pass  # what that costs is for the identity to say
    except EvidenceError as error:
        unknown = f"; the deployment's state is not known: {error}"
    site = _Site(case, headers)
    if answer is None:
        answer = await _wait(site.look, pauses, tell)
    assert answer is not None
    told = replace(answer, message=answer.message + unknown)
    return check_of(told, time.monotonic() - begun, site.blip), answer.is_visited


async def _wait(look: Callable[[], Awaitable[Answer | None]], pauses: _Pauses, tell: Tell) -> Answer | None:
    """The first answer that will not pass by itself, or what there is when the time is over."""
    told = ""
    async for is_last in pauses:
        answer = await look()
        if answer is None or not answer.may_pass:
            return answer
        if is_last:
            after = f", after {pauses.within_s:.3g} s" if pauses.within_s else ""
            return replace(answer, message=answer.message + after)
        if answer.message != told:
            told = answer.message
            tell(f"waiting: {told}")
    raise AssertionError("the last pass returns")


async def _deployment(case: Case) -> Answer | None:
    """What keeps the deployment behind the address from being judged; None where nothing does."""
    live = await case.vercel.live(case.target.url)
    if live.state != "READY":
        why = f": {live.error}" if live.error else ""
        message = f"the deployment {live.deployment_id} is {live.state}{why}"
        is_building = live.state in _BUILDING
        # Of a build that is not done when the time is over, nothing has been seen.
        outcome = Outcome.INCONCLUSIVE if is_building else Outcome.FAIL
        return Answer(outcome, "deployment", message, may_pass=is_building)
    return another_commit(live, case.expect_commit)


class _Site:
    """Asks the site; ``blip`` is the last time that it answered, and as one that fails.

    Where there is no way to it for longer than a moment, that will not pass.
    """

    def __init__(self, case: Case, headers: Mapping[str, str]) -> None:
        self.blip: Answer | None = None
        self._case = case
        self._headers = headers
        self._heard_mono_s = time.monotonic()

    async def look(self) -> Answer:
        """One request."""
        answer = await ask(self._case.target, self._headers)
        now_mono_s = time.monotonic()
        if answer.outcome is not Outcome.INCONCLUSIVE:
            self._heard_mono_s = now_mono_s
        if answer.is_visited and answer.outcome is Outcome.FAIL:
            self.blip = answer
        is_blip = now_mono_s - self._heard_mono_s < _BLIP_S
        return replace(answer, may_pass=answer.may_pass and is_blip)


def another_commit(live: Live, expected: str) -> Answer | None:
    """What it means that not the expected commit is live; None where it is, or none is expected.

    A commit that Vercel does not know may be any.
    """
    if not expected or is_commit(live.commit, expected):
        return None
    outcome = Outcome.FAIL if live.commit else Outcome.INCONCLUSIVE
    message = f"{live.deployment_id} is live with commit {live.commit or 'unknown'}, expected {expected}"
    return Answer(outcome, "commit", message, may_pass=True)


def is_commit(live: str | None, expected: str) -> bool:
    """Whether these name one commit: the shorter one is how the longer one begins."""
    one, other = (live or "").lower(), expected.lower()
    return min(len(one), len(other)) >= SHORTEST_COMMIT and (one.startswith(other) or other.startswith(one))


class _Pauses:
    """Passes with growing pauses between them; the last one begins when ``within_s`` are over."""

    def __init__(self, within_s: float) -> None:
        self.within_s = within_s
        self._deadline_mono_s = time.monotonic() + within_s

    async def __aiter__(self) -> AsyncIterator[bool]:
        """Whether this pass is the last one."""
        pause_s = _FIRST_PAUSE_S
        while (left_s := self._deadline_mono_s - time.monotonic()) > 0:
            yield False
            await asyncio.sleep(min(pause_s, left_s))
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)
        yield True
