"""How Allure's test cases say what a verdict says: statuses, messages, and the types of attachments."""

from __future__ import annotations

import mimetypes
from pathlib import Path

from allure_commons.model2 import Status, StatusDetails

from reports.headline import flaky_rule
from reports.history import second_chance
from reports.next_step import next_step
from reports.text import markdown, number, one_line, printable
from reports.verdict import Attempt, Check, Figure, Outcome, Phase, Result, Verdict

OF_OUTCOME = {
    Outcome.PASS: Status.PASSED,
    Outcome.FLAKY: Status.PASSED,
    Outcome.FAIL: Status.FAILED,
    Outcome.INCONCLUSIVE: Status.BROKEN,
    Outcome.NOT_RUN: Status.BROKEN,
}
OF_RESULT = {
    Result.PASS: Status.PASSED,
    Result.FAIL: Status.FAILED,
    Result.INCONCLUSIVE: Status.BROKEN,
}
_TRACE_TYPE = "application/vnd.allure.playwright-trace"


def status_of(check: Check) -> str:
    """A check's status; advice that did not come out well is skipped."""
    status: str = OF_OUTCOME[check.outcome]
    return status if check.blocking or status == Status.PASSED else Status.SKIPPED


def phase_status(phase: Phase) -> str:
    """A phase's status; one that nobody judged is skipped."""
    status: str = Status.SKIPPED if phase.outcome is Outcome.NOT_RUN else OF_OUTCOME[phase.outcome]
    return status


def details_of(check: Check) -> StatusDetails | None:
    """A check's message, what its attempts said, and whether it was flaky; None for nothing to say."""
    message = "; ".join(filter(None, [second_chance(check), printable(check.message)]))
    if not check.blocking and message:
        message = f"advice only: {message}"
    trace = "\n\n".join(printable(attempt.message) for attempt in check.attempts if attempt.message)
    flaky = True if check.outcome is Outcome.FLAKY else None
    if not (message or trace or flaky):
        return None
    return StatusDetails(flaky=flaky, message=message or None, trace=trace or None)


def details_of_attempt(attempt: Attempt) -> StatusDetails | None:
    """The class of an attempt's error and what it said; None for nothing to say."""
    said = ": ".join(filter(None, [attempt.error_class, printable(attempt.message)]))
    return StatusDetails(message=said) if said else None


def description_of(check: Check) -> str | None:
    """What was observed against which threshold, and where the runbook stands; None for nothing."""
    lines = []
    if check.observed is not None or check.threshold is not None:
        seen, wanted = number(check.observed) or "nothing", number(check.threshold) or "none"
        lines.append(f"observed {markdown(seen)}, threshold {markdown(wanted)}")
    if check.sample_size is not None:
        lines.append(f"sample of {check.sample_size}")
    if check.runbook_ref:
        lines.append(f"runbook {markdown(check.runbook_ref)}")
    return "; ".join(lines) or None


def impact_of(figures: list[Figure]) -> str:
    """The impact as a list, each figure with how it was computed."""
    return "\n".join(
        f"- {markdown(f'{figure.title}: {number(figure.value)} {figure.unit} ({figure.how})')}"
        for figure in figures
    )


def reasons_of(verdict: Verdict) -> str:
    """The verdict's reasons, one a line, or the bare verdict; then what to do."""
    lines = [f"{reason.code}: {printable(reason.message)}" for reason in verdict.reasons]
    lines = lines or [verdict.verdict.value]
    if verdict.suggested_action:
        lines.append(f"next: {next_step(verdict.suggested_action)}")
    return "\n".join([*lines, *filter(None, [flaky_rule(verdict)])])


def type_of(path: Path) -> str:
    """The media type by which Allure chooses a viewer."""
    if path.name.endswith("trace.zip"):
        return _TRACE_TYPE
    if path.suffix in (".jsonl", ".log", ".md"):
        return "text/plain"
    return mimetypes.guess_type(path.name)[0] or "application/octet-stream"


def environment_of(verdict: Verdict) -> str:
    """The content of environment.properties: the verdict, the target and the tools' versions."""
    of_run = {
        "verdict": verdict.verdict.value,
        "selection": verdict.selection,
        "suggested_action": next_step(verdict.suggested_action),
        "flaky_counts_as": verdict.flaky_counts_as.value if flaky_rule(verdict) else "",
        "mutations_blocked": ", ".join(verdict.mutations_blocked),
        **{f"target.{name}": value for name, value in verdict.target.model_dump(mode="json").items()},
        **verdict.tool_versions,
    }
    told = {name: value for name, value in of_run.items() if value not in (None, "")}
    return "".join(f"{name}={one_line(str(value))}\n" for name, value in told.items())
