"""Wait until the deployment is there to be judged: built, the expected one, and answering.

What may still change soon is asked again until the target's ``budgets.ready_s`` are over: a build that is not
done, an alias that has not moved, a port that nobody listens on yet, a gateway without anybody behind it.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping

from reports.verdict import Check, Outcome
from smoke.check import Case
from smoke.evidence.reading import EvidenceError, NotConfiguredError
from smoke.evidence.vercel import Live
from smoke.reach import Answer, ask, check_of

_BUILDING = frozenset({"QUEUED", "INITIALIZING", "ANALYZING", "BUILDING", "DEPLOYING"})
_FIRST_PAUSE_S = 0.25
_LONGEST_PAUSE_S = 2.0
# Shorter ones are too likely to be another commit's beginning.
SHORTEST_COMMIT = 7


async def wait_until_ready(case: Case, headers: Mapping[str, str], tell: Callable[[str], None]) -> Check:
    """The check ``reachable``: what the last look came to.

    ``headers`` go with each request to the site; ``tell`` hears what is waited for, once each.
    """
    begun = time.monotonic()
    pauses = _Pauses(min(case.target.budgets.ready_s, case.left_s()))
    problem, error_class = await _built(case, pauses, tell)
    if problem:
        answer = Answer(Outcome.FAIL, error_class, problem)
    else:
        answer = await _answering(case, headers, pauses, tell)
    return check_of(answer, duration_s=time.monotonic() - begun)


async def _built(case: Case, pauses: _Pauses, tell: Callable[[str], None]) -> tuple[str, str]:
    """What is wrong with the deployment behind the address and its class; nothing where it is ready.

    Where Vercel is not configured or does not say, the site may be judged all the same.
    """
    told = ""
    async for is_last in pauses:
        try:
            live = await case.vercel.live(case.target.url)
        except NotConfiguredError:
            return "", ""
        except EvidenceError as error:
            tell(f"the deployment's state is not known: {error}")
            return "", ""
        if live.state != "READY" and live.state not in _BUILDING:
            more = f": {live.error}" if live.error else ""
            return f"the deployment {live.deployment_id} is {live.state}{more}", "deployment"
        waits_for = _waits_for(live, case.expect_commit)
        if not waits_for:
            return "", ""
        if is_last:
            error_class = "commit" if live.state == "READY" else "deployment"
            return f"{waits_for}, after {pauses.within_s:g} s", error_class
        if waits_for != told:
            told = waits_for
            tell(f"waiting: {told}")
    raise AssertionError("the last pass returns")


def _waits_for(live: Live, expected: str) -> str:
    if live.state != "READY":
        return f"the deployment {live.deployment_id} is {live.state}"
    if expected and not is_commit(live.commit, expected):
        return f"{live.deployment_id} is live with commit {live.commit or 'unknown'}, expected {expected}"
    return ""


def is_commit(live: str | None, expected: str) -> bool:
    """Whether these name one commit: the shorter one is how the longer one begins."""
    one, other = (live or "").lower(), expected.lower()
    return min(len(one), len(other)) >= SHORTEST_COMMIT and (one.startswith(other) or other.startswith(one))


async def _answering(
    case: Case, headers: Mapping[str, str], pauses: _Pauses, tell: Callable[[str], None]
) -> Answer:
    told = False
    async for is_last in pauses:
        answer = await ask(case.target, headers)
        if is_last or not answer.may_pass:
            return answer
        if not told:
            tell(f"waiting: {answer.message}")
            told = True
    raise AssertionError("the last pass returns")


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
