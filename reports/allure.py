"""Allure results: files that Allure 2 and 3 turn into a report with a history.

Of a gate, each check is a test case and its attempts are steps; those of a flaky one that failed are also
results of their own with the same history, which Allure shows as retries. A drill is one test case: its
phases are steps, timed in drill time, and so is what the judge checked. A failure is *failed*; inconclusive
is *broken*; advice that did not come out well is *skipped*. All ids are derived from the run and the check,
so that rendering again replaces the files, and the history of a check goes on from run to run.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path

from allure_commons.logger import AllureFileLogger
from allure_commons.model2 import (
    Attachment,
    Label,
    Parameter,
    Status,
    StatusDetails,
    TestResult,
    TestStepResult,
)
from allure_commons.types import LabelType, Severity

from reports import files
from reports.allure_words import (
    OF_OUTCOME,
    OF_RESULT,
    description_of,
    details_of,
    details_of_attempt,
    environment_of,
    impact_of,
    phase_status,
    reasons_of,
    status_of,
    type_of,
)
from reports.facts.fault import FaultInjected
from reports.headline import missing, suite_of
from reports.journal import Event, facts
from reports.load_words import properties
from reports.text import one_line, printable
from reports.timeline import clock_text
from reports.verdict import Artifact, Check, Drill, Outcome, Phase, Result, Verdict

FOLDER = "allure-results"
_NAMESPACE = uuid.UUID("0a3b2f64-3f0c-5a7e-9d26-1c6f0f6b7f11")
# Other reports of the run, which a drill's test case shows too.
_REPORTS = ("report.html", "post-mortem.md", "journal.jsonl", "verdict.json")


def write(folder: Path, verdict: Verdict, events: Sequence[Event]) -> Path:
    """Write ``allure-results`` into a run folder, from which artifacts are copied; returns its path."""
    results = folder / FOLDER
    logger = AllureFileLogger(str(results))  # type: ignore[no-untyped-call]
    writer = _Writer(folder, logger, verdict)
    cases = [writer.drill(verdict.drill, events)] if verdict.drill else list(writer.gate())
    for case in cases:
        # A name of its own for each test case; the logger's default is a new one for every rendering.
        case.file_pattern = f"{case.uuid}-result.json"
        logger.report_result(case)  # type: ignore[no-untyped-call]
    files.write_text(results / "environment.properties", environment_of(verdict))
    return results


class _Writer:
    """Builds test cases of one verdict and copies what they attach."""

    def __init__(self, folder: Path, logger: AllureFileLogger, verdict: Verdict) -> None:
        self._folder = folder
        self._logger = logger
        self._verdict = verdict
        # What makes a check's name its own: a load's are called alike, whatever the incident.
        self._scope = f"load.{verdict.load.incident}" if verdict.load else verdict.job
        self._started_ms = int(verdict.started_at.timestamp() * 1000)

    def gate(self) -> Iterable[TestResult]:
        """A test case for each check, those that were expected and never heard of included."""
        lost = [
            Check(id=name, kind="missing", outcome=Outcome.NOT_RUN, message="expected, but it never ran")
            for name in missing(self._verdict)
        ]
        checks = [*self._verdict.checks, *lost]
        for check in checks:
            case = self._check_case(check)
            yield from self._retries(check, case)
            yield case
        statuses = {status_of(check) for check in checks}
        if self._verdict.verdict is not Result.PASS and not statuses & {Status.FAILED, Status.BROKEN}:
            yield self._verdict_case()

    def _check_case(self, check: Check) -> TestResult:
        case = self._case(f"{self._scope}.{check.id}", check.title or check.id)
        case.status = status_of(check)
        case.statusDetails = details_of(check)
        case.description = description_of(check)
        case.steps = list(self._attempts(check))
        case.stop = case.start + int(sum(attempt.duration_ms for attempt in check.attempts))
        case.labels += [
            Label(LabelType.SUB_SUITE, check.kind),
            Label(LabelType.SEVERITY, Severity.CRITICAL if check.blocking else Severity.MINOR),
            *([Label(LabelType.TAG, "flaky")] if check.outcome is Outcome.FLAKY else []),
        ]
        case.attachments = list(self._attach(check.artifacts))
        case.parameters = [
            Parameter(name, value, excluded=True)
            for arm in (self._verdict.load.arms if self._verdict.load else [])
            if arm.name == check.id
            for name, value in properties(arm)
        ]
        return case

    def _retries(self, check: Check, last: TestResult) -> Iterable[TestResult]:
        """The failed attempts of a flaky check. Of one history Allure shows what began last: ``last``."""
        if check.outcome is not Outcome.FLAKY:
            return
        for place, step in enumerate(last.steps, start=1):
            if step.status == Status.PASSED:
                continue
            case = self._case(f"{self._scope}.{check.id}", check.title or check.id)
            case.uuid = str(uuid.uuid5(_NAMESPACE, f"{case.uuid}/{place}"))
            case.status, case.statusDetails = step.status, step.statusDetails
            case.start, case.stop = step.start, step.stop
            last.start = max(last.start, step.stop, step.start + 1)
            yield case

    def _verdict_case(self) -> TestResult:
        """The verdict itself, where no check accounts for it."""
        case = self._case(f"{self._scope}.verdict", f"verdict: {self._verdict.verdict}")
        case.status = OF_RESULT[self._verdict.verdict]
        case.statusDetails = StatusDetails(message=reasons_of(self._verdict))
        case.stop = case.start + int(self._verdict.timing.used_s * 1000)
        return case

    def drill(self, drill: Drill, events: Sequence[Event]) -> TestResult:
        """The one test case of a drill."""
        case = self._case(f"drill.{drill.scenario}.{drill.responder}", f"{drill.scenario}: {drill.title}")
        injected = next(facts(events, FaultInjected), None)
        if injected:
            case.start = int(injected[0].wall.timestamp() * 1000)
        case.status = OF_RESULT[self._verdict.verdict]
        case.statusDetails = (
            StatusDetails(message=reasons_of(self._verdict)) if self._verdict.reasons else None
        )
        case.description = impact_of(drill.impact)
        case.parameters = [
            Parameter("responder", drill.responder),
            Parameter("pace", f"{drill.pace:g}", excluded=True),
            Parameter("seed", str(drill.seed), excluded=True),
        ]
        case.labels += [
            Label(LabelType.SUB_SUITE, drill.severity),
            Label(LabelType.SEVERITY, Severity.BLOCKER if drill.severity == "P0" else Severity.CRITICAL),
            Label(LabelType.TAG, f"pace-{drill.pace:g}"),
        ]
        phases = [self._phase_step(case.start, phase) for phase in self._verdict.timing.phases]
        case.stop = case.start + int(self._verdict.timing.used_s * 1000)
        case.steps = [*phases, self._judge_step(case.stop)]
        kept = [artifact for check in self._verdict.checks for artifact in check.artifacts]
        reports = [Artifact(path=name, sha256="", title=name) for name in _REPORTS]
        listed = {artifact.path: artifact for artifact in [*reports, *self._verdict.artifacts, *kept]}
        case.attachments = list(self._attach(listed.values()))
        return case

    def _case(self, full_name: str, title: str) -> TestResult:
        verdict = self._verdict
        history = hashlib.md5(f"{verdict.target.env}/{full_name}".encode(), usedforsecurity=False).hexdigest()
        return TestResult(
            uuid=str(uuid.uuid5(_NAMESPACE, f"{verdict.run_id}/{full_name}")),
            historyId=history,
            testCaseId=hashlib.md5(full_name.encode(), usedforsecurity=False).hexdigest(),
            fullName=f"firedrill.{full_name}",
            titlePath=["firedrill", verdict.job],
            name=one_line(title),
            stage="finished",
            start=self._started_ms,
            labels=[
                Label(LabelType.PARENT_SUITE, "firedrill"),
                Label(LabelType.SUITE, suite_of(verdict)),
                Label(LabelType.FRAMEWORK, "firedrill"),
                Label(LabelType.LANGUAGE, "python"),
                Label(LabelType.HOST, one_line(verdict.target.env)),
            ],
        )

    def _attempts(self, check: Check) -> Iterable[TestStepResult]:
        at = self._started_ms
        for place, attempt in enumerate(check.attempts, start=1):
            yield TestStepResult(
                name=f"attempt {place}",
                status=OF_OUTCOME[attempt.outcome],
                statusDetails=details_of_attempt(attempt),
                stage="finished",
                start=at,
                stop=at + int(attempt.duration_ms),
            )
            at += int(attempt.duration_ms)

    def _phase_step(self, injected_ms: int, phase: Phase) -> TestStepResult:
        observed = "not observed" if phase.observed_s is None else clock_text(phase.observed_s)
        budget = "" if phase.budget_s is None else f" (budget {clock_text(phase.budget_s)})"
        start = injected_ms + int((phase.started_s or 0) * 1000)
        given = {
            "observed": phase.observed_s,
            "declared": phase.declared_s,
            "budget": phase.budget_s,
        }
        return TestStepResult(
            name=f"{one_line(phase.title)}: {observed}{budget}",
            status=phase_status(phase),
            statusDetails=StatusDetails(message=printable(phase.note)) if phase.note else None,
            stage="finished",
            parameters=[
                Parameter(name, clock_text(value)) for name, value in given.items() if value is not None
            ],
            start=start,
            stop=start + int((phase.observed_s or 0) * 1000),
        )

    def _judge_step(self, at_ms: int) -> TestStepResult:
        steps = [
            TestStepResult(
                name=one_line(check.title or check.id),
                status=status_of(check),
                statusDetails=details_of(check),
                stage="finished",
                start=at_ms,
                stop=at_ms,
            )
            for check in self._verdict.checks
        ]
        return TestStepResult(
            name="what the judge checked",
            status=OF_RESULT[self._verdict.verdict],
            stage="finished",
            steps=steps,
            start=at_ms,
            stop=at_ms,
        )

    def _attach(self, artifacts: Iterable[Artifact]) -> Iterable[Attachment]:
        """Copies of those artifacts that are in the run folder."""
        for artifact in artifacts:
            source = self._folder / artifact.path
            if not source.is_file() or not source.resolve().is_relative_to(self._folder.resolve()):
                continue
            suffix = "".join(source.suffixes[-1:]) or ".txt"
            name = f"{uuid.uuid5(_NAMESPACE, f'{self._verdict.run_id}/{artifact.path}')}-attachment{suffix}"
            self._logger.report_attached_file(str(source), name)  # type: ignore[no-untyped-call]
            yield Attachment(
                name=one_line(artifact.title or artifact.path), source=name, type=type_of(source)
            )
