"""From what the gate learnt to its verdict; the outcomes merge by the one table in `reports.verdict`."""

from __future__ import annotations

import platform
import time
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fixtures import interruption
from fixtures.interruption import INTERRUPTED
from fixtures.target import Target
from reports.scrub import Scrubber
from reports.verdict import Artifact, Check, Outcome, Reason, Result, Timing, Verdict, merge, worst
from reports.verdict import Target as Judged
from smoke import journeys as all_journeys
from smoke.access.entry import CLEANUP, SESSION, Entry
from smoke.access.reach import CHECK_ID as REACHABLE
from smoke.advice import suggested_action, with_references
from smoke.artifacts import keep, scrubbed, scrubbed_text, scrubber_for
from smoke.assignment import HARNESS_BROKE, JOB, Assignment
from smoke.checks.identity import CHECK as IDENTITY
from smoke.child import Child
from smoke.evidence_run import EvidenceRun
from smoke.journeys import Progress
from smoke.journeys_http import not_run
from smoke.options import Options
from smoke.page_times import CHECK_ID as PAGE_TIME
from smoke.page_times import check_of as page_time

OUT_OF_BUDGET = "out-of-budget"
NO_JOURNEY = "no-journey"
NOT_FINISHED = "not-finished"
# Advice, where the target does not want it to decide.
_MAY_BLOCK = (CLEANUP, PAGE_TIME)
_NOTHING_LEFT = "no journey was chosen that leaves something behind; dashboard does, where writing is allowed"


@dataclass
class Course:
    """What one run of the gate has learnt so far.

    ``left`` are the checks of what the gate itself leaves behind. ``unfinished`` says why a check has no
    result, where one has none; ``end`` is the code of what cut the run short, if anything did, and
    ``held_up`` what it waited for then. ``turn`` holds the smoke user's, from the journeys to the end.
    """

    assignment: Assignment
    child: Child | None
    entry: Entry
    progress: Progress = field(init=False)
    reachable: Check | None = None
    over_http: list[Check] | None = None
    evidence: EvidenceRun | None = None
    left: list[Check] = field(default_factory=list)
    unfinished: str = "the gate did not come this far"
    end: str = ""
    held_up: str = ""
    turn: AsyncExitStack = field(default_factory=AsyncExitStack)

    def __post_init__(self) -> None:
        options = self.assignment.options
        selecting = bool(options.keyword or options.marker)
        self.progress = Progress(options.selected(all_journeys.walked(self.target)), selecting=selecting)

    @property
    def target(self) -> Target:
        """What is judged."""
        return self.assignment.target

    def say(self, line: str) -> None:
        """Tell a line as the run goes on, without any secret: who listens may be a public log."""
        scrubber = scrubber_for(self.target, self.assignment.env, self.entry.secrets)
        self.assignment.tell(scrubbed_text(line, scrubber))

    @property
    def needs_user(self) -> bool:
        """Whether something is asked for that the smoke user's session is for."""
        wanted = ("dashboard", SESSION, CLEANUP)
        if self.child is None or not any(map(self.assignment.options.selects, wanted)):
            return False
        # The journey that opens it is not missed where pytest has left it out.
        return not self.progress.leaves_out("dashboard")


def conclude(course: Course) -> Verdict:
    """The verdict, with what is kept of the failures scrubbed and in the run folder."""
    assert course.evidence is not None
    options = course.assignment.options
    scrubber = scrubber_for(course.target, course.assignment.env, course.entry.secrets)
    journeys = _journeys(course)
    checks = [
        course.reachable or _not_run(REACHABLE, "http", course.unfinished),
        *journeys,
        *_page_time(course),
        *course.evidence.checks(course.unfinished),
        *_leaving(course),
    ]
    kept: list[Artifact] = []
    if course.child is not None:
        for check, paths in course.progress.artifacts().items():
            found = keep(scrubber, paths, course.assignment.folder, check)
            checks = [_with_files(one, found) if one.id == check else one for one in checks]
        if any(check.outcome is Outcome.NOT_RUN for check in journeys) and not course.end:
            kept = keep(scrubber, [course.child.log], course.assignment.folder, "journeys")
    checks = with_references(
        _as_wished(scrubbed(check, scrubber), course.target, options) for check in checks
    )
    flaky = options.flaky or Result(course.target.flaky.upper())
    reasons = _reasons(course, checks, scrubber, flaky, has_journeys=bool(journeys or options.only))
    case = course.evidence.case
    live = case.live_at_start
    return Verdict(
        run_id=course.assignment.run_id,
        job=JOB,
        started_at=course.assignment.begun_at,
        verdict=Result.INCONCLUSIVE
        if interruption.lost()
        else worst(
            [merge(checks, flaky), *(Result.INCONCLUSIVE for reason in reasons if reason.check is None)]
        ),
        reasons=reasons,
        target=Judged(
            url=course.target.url,
            env=course.target.name,
            deployment_id=live.deployment_id if live else None,
            commit=live.commit if live else None,
            verified_at_start=live is not None if course.target.vercel else None,
            verified_at_end=case.live_at_end == live if live and case.live_at_end else None,
        ),
        timing=Timing(
            budget_s=course.target.budgets.gate_s,
            used_s=round(time.monotonic() - course.assignment.begun_mono_s, 3),
        ),
        checks=checks,
        expected_checks=[check.id for check in checks],
        executed_checks=[check.id for check in checks if check.outcome is not Outcome.NOT_RUN],
        artifacts=kept,
        mutations_blocked=sorted({scrubber.scrub_text(one) for one in course.progress.blocked}),
        redactions=scrubber.count,
        selection=options.selection,
        left_out=course.target.left_out,
        flaky_counts_as=flaky,
        suggested_action=suggested_action(checks, live.since if live else None),
        tool_versions=tool_versions(),
    )


def unfinished(target: Target, folder: Path, why: str = "it still runs, or was killed") -> Verdict:
    """The verdict that stands until the run has its own: of a run that was killed, for one."""
    reason = Reason(code=NOT_FINISHED, message=f"the gate did not come to its end: {why}")
    return _without_checks(target, folder, reason)


def broken(target: Target, folder: Path, what: str) -> Verdict:
    """The verdict of a run in which the gate itself broke."""
    return _without_checks(
        target, folder, Reason(code=HARNESS_BROKE, message=f"the gate itself broke: {what}")
    )


def _without_checks(target: Target, folder: Path, reason: Reason) -> Verdict:
    return Verdict(
        run_id=folder.name,
        job=JOB,
        started_at=datetime.now(UTC),
        verdict=Result.INCONCLUSIVE,
        reasons=[reason],
        target=Judged(url=target.url, env=target.name),
        timing=Timing(budget_s=target.budgets.gate_s, used_s=0.0),
        tool_versions=tool_versions(),
    )


def tool_versions() -> dict[str, str]:
    """The versions that a reader of an old verdict wants to know."""
    versions = {"python": platform.python_version()}
    for name in ("firedrill", "playwright"):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue  # run from a checkout that is not installed
    return versions


def _journeys(course: Course) -> list[Check]:
    if course.child is not None:
        return course.progress.checks(course.unfinished)
    if not course.assignment.over_http:
        return []
    return course.over_http or not_run(course.unfinished)


def _page_time(course: Course) -> Iterable[Check]:
    if not course.assignment.options.selects(PAGE_TIME):
        return []
    if course.child is None:
        # What is asked for by name has a result, or says that it has none.
        is_asked = PAGE_TIME in course.assignment.options.only
        return [_not_run(PAGE_TIME, "timing", "no journey was chosen")] if is_asked else []
    return [page_time(course.progress.pages, course.target.budgets, course.unfinished)]


def _leaving(course: Course) -> Iterable[Check]:
    """What became of the gate's session and of what it wrote; only a browser uses either."""
    options = course.assignment.options
    checks: list[Check] = []
    if course.needs_user:
        checks = course.left or [_not_run(SESSION, "housekeeping", course.unfinished)]
    told = [check for check in checks if options.selects(check.id)]
    # What is asked for by name has a result, or says that it has none.
    untold = [
        name for name in (CLEANUP, SESSION) if name in options.only and name not in {one.id for one in told}
    ]
    return [*told, *(_not_run(name, "housekeeping", _NOTHING_LEFT) for name in untold)]


def _as_wished(check: Check, target: Target, options: Options) -> Check:
    """Blocking or advice, as the target says; what a check cannot say here stays advice."""
    wish = target.checks.get(check.id)
    if check.id == IDENTITY.id and options.expect_commit:
        return check  # who names a commit wants it proven
    if wish is None or (not check.blocking and check.id not in _MAY_BLOCK):
        return check
    return check.model_copy(update={"blocking": wish == "block"})


def _reasons(
    course: Course, checks: list[Check], scrubber: Scrubber, flaky: Result, *, has_journeys: bool
) -> list[Reason]:
    assert course.evidence is not None
    fine = {Outcome.PASS, Outcome.FLAKY} if flaky is Result.PASS else {Outcome.PASS}
    reasons = [
        Reason(
            code=f"{check.id}-{check.outcome.value.replace('_', '-')}",
            check=check.id,
            message=check.message or check.title,
            runbook_ref=check.runbook_ref,
        )
        for check in checks
        if check.blocking and check.outcome not in fine
    ]
    if course.end == INTERRUPTED or interruption.lost():
        why = interruption.told("interrupted before all checks were done")
        reasons.insert(0, Reason(code=interruption.code(), message=why))
    elif course.end:
        reasons.insert(0, Reason(code=course.end, message="the budget ended before all checks were done"))
    if not has_journeys:
        reasons.insert(0, Reason(code=NO_JOURNEY, message="there is no journey to run: smoke/test_*.py"))
    broken = [
        Reason(code=HARNESS_BROKE, message=scrubber.scrub_text(crash)[-1000:])
        for crash in course.evidence.crashes
    ]
    return [*reasons, *broken]


def _not_run(name: str, kind: str, message: str) -> Check:
    return Check(id=name, kind=kind, outcome=Outcome.NOT_RUN, message=message)


def _with_files(check: Check, files: list[Artifact]) -> Check:
    return check.model_copy(update={"artifacts": files})
