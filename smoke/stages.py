"""The gate's stages: ready, let in, the journeys with the evidence beside them, out again, the verdict."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
import time
from collections.abc import Iterator

from fixtures import interruption
from fixtures.errors import SetupError
from fixtures.http_client import client_for
from fixtures.interruption import INTERRUPTED
from reports.facts.responder import GateEnded, GateStarted
from reports.verdict import Check, Outcome, Verdict
from smoke import browser_run, conclusion, journeys_http, marks
from smoke.access.entry import Entry
from smoke.access.protection import NoEntryError
from smoke.access.ready import wait_until_ready
from smoke.access.turn import turn_of
from smoke.announce import Announcer
from smoke.assignment import Assignment
from smoke.child import Child
from smoke.conclusion import Course
from smoke.evidence_run import EvidenceRun
from smoke.handed import Handed
from smoke.own_headers import own_headers

# Kept back from the budget: for tidying up and logging out, and for ending the browser and the verdict.
LEAVE_S = 10.0
RESERVE_S = 3.0


def carry_out(assignment: Assignment, child: Child | None) -> Verdict:
    """All stages and the verdict; without a child the journeys go over plain HTTP."""
    return asyncio.run(_carry_out(assignment, child))


async def _carry_out(assignment: Assignment, child: Child | None) -> Verdict:
    target = assignment.target
    announcer = Announcer(assignment.env)
    async with client_for(target.url) as client:
        entry = Entry(target, assignment.run_id, assignment.env, client)
        course = Course(assignment, child, entry)
        stages = asyncio.create_task(_within_budget(course, announcer))
        # The turn lasts until the sessions are ended.
        with _interrupting(course, stages):
            async with course.turn:
                await stages
                await _end(course)
                await _leave(course)
    verdict = conclusion.conclude(course)
    ended = GateEnded(
        gate_run=verdict.run_id,
        verdict=verdict.verdict,
        reasons=[reason.code for reason in verdict.reasons],
        folder=str(assignment.folder),
    )
    if problem := await announcer.say(ended):
        assignment.tell(problem)
    return verdict


async def _within_budget(course: Course, announcer: Announcer) -> None:
    """All stages, cut short by the budget or by somebody; what was learnt until then is in the course."""
    budget_s = course.target.budgets.gate_s
    deadline_mono_s = course.assignment.begun_mono_s + max(budget_s - LEAVE_S - RESERVE_S, budget_s / 2)
    course.evidence = EvidenceRun(
        course.target,
        course.assignment.env,
        deadline_mono_s,
        trace=marks.trace_id(course.assignment.run_id),
        expect_commit=course.assignment.options.expect_commit,
        since=course.assignment.options.since,
        selects=course.assignment.options.selects,
    )
    try:
        async with asyncio.timeout(deadline_mono_s - time.monotonic()) as limit:
            await _stages(course, course.evidence, announcer)
    except TimeoutError:
        if not limit.expired():
            raise
        course.unfinished = f"not finished: the budget of {budget_s:g} s ended{course.held_up}"
        course.end = conclusion.OUT_OF_BUDGET
    except asyncio.CancelledError:
        task = asyncio.current_task()
        assert task is not None
        task.uncancel()
        course.unfinished = "not finished: interrupted"
        course.end = INTERRUPTED
    finally:
        await course.evidence.close()


async def _stages(course: Course, evidence: EvidenceRun, announcer: Announcer) -> None:
    assignment, target, options = course.assignment, course.target, course.assignment.options
    headers = {**marks.headers(assignment.run_id), **own_headers(target, assignment.env)}

    def tell(check: Check) -> None:
        course.say(_line(check))

    problem, (reachable, is_visited) = await asyncio.gather(
        announcer.say(GateStarted(gate_run=assignment.run_id)),
        wait_until_ready(evidence.case, headers, course.say),
    )
    if problem:
        course.say(problem)
    handed = Handed()
    if is_visited:
        try:
            handed = await course.entry.come_in()
        except NoEntryError as error:
            is_visited = False
            reachable = reachable.model_copy(update={"outcome": Outcome.INCONCLUSIVE, "message": str(error)})
    course.reachable = reachable
    tell(reachable)
    if not is_visited:
        course.unfinished = "not begun: the site could not be entered"
        return
    evidence.start(tell)
    if course.needs_user and target.login is not None:
        course.held_up = " while another gate was at work with the same smoke user"
        await course.turn.enter_async_context(turn_of(target, course.say))
        course.held_up = ""
    if course.child is not None:
        course.unfinished = await browser_run.run(
            course.child,
            course.progress,
            handed,
            tell,
            course.entry.open_session,
            journey_s=target.budgets.journey_s,
            tidies_up=course.entry.by_page,
        )
        if course.progress.empty and (options.keyword or options.marker):
            raise SetupError(f"{options.selection}: these choose no journey")
    elif assignment.over_http:
        login = target.login
        password = assignment.env.get(login.password_env) if login else None
        course.over_http = await journeys_http.run(target, password, headers, tell)
    # The browser is ended while the evidence is read for the last time.
    await asyncio.gather(evidence.finish(), _end(course))


async def _end(course: Course) -> None:
    if course.child is not None:
        await asyncio.to_thread(course.child.end)


async def _leave(course: Course) -> None:
    """Tidy up and log out, however the stages ended; what hangs has no result."""
    nothing_was_opened = not course.entry.has_session and course.progress.left is None
    if not course.needs_user or (course.unfinished and nothing_was_opened):
        return
    until_mono_s = course.assignment.begun_mono_s + course.target.budgets.gate_s - RESERVE_S
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(max(1.0, until_mono_s - time.monotonic())):
            course.left = await course.entry.leave(
                course.progress.left, has_marked=course.progress.has_marked
            )
            for check in course.left:
                course.say(_line(check))


def _line(check: Check) -> str:
    spent = f" ({check.attempts[-1].duration_ms / 1000:.1f} s)" if check.attempts else ""
    advice = "" if check.blocking else ", advice only"
    said = f": {check.message}" if check.message else ""
    return f"{check.outcome.value:12} {check.id}{spent}{advice}{said}"


@contextlib.contextmanager
def _interrupting(course: Course, stages: asyncio.Task[None]) -> Iterator[None]:
    """What interrupts a command cancels the stages, once; what comes after them goes on undisturbed."""
    asked = False
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    loop = asyncio.get_running_loop()

    def interrupt() -> None:
        nonlocal asked
        interruption.is_new()
        if stages.done():
            course.end = course.end or INTERRUPTED
        elif not asked:
            stages.cancel()
        asked = True

    before = {number: signal.getsignal(number) for number in interruption.heeded()}
    for number in before:
        loop.add_signal_handler(number, interrupt)
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
