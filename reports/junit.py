"""JUnit XML: every check is a test case, for the dashboards that CI systems build from it.

A blocking check that failed is a failure, one that was inconclusive or never ran is an error; advice that
did not come out well is skipped, with what it said. JUnit knows no flaky test: it passes, with the attempt
that failed in its output. A verdict that is not PASS always shows as at least one failure or error, also
where no check can be blamed. The suite of a partial run says so in its name, which every dashboard shows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from reports.headline import flaky_rule, missing, suite_of
from reports.history import history, second_chance
from reports.load_words import band, properties
from reports.next_step import next_step
from reports.text import number
from reports.timeline import clock_text
from reports.verdict import Check, Outcome, Result, Verdict

# What XML 1.0 cannot hold, not even escaped.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_RED = {Outcome.FAIL: "failure", Outcome.INCONCLUSIVE: "error", Outcome.NOT_RUN: "error"}


def render(verdict: Verdict) -> str:
    """The report as XML text: one suite, in the shape that Jenkins' and GitLab's readers share."""
    cases = [*(_case(verdict, check) for check in verdict.checks), *_missing(verdict)]
    if verdict.verdict is not Result.PASS and not any(_tags(cases, "failure", "error")):
        cases.append(_blame(verdict))
    counts = {
        "tests": str(len(cases)),
        "failures": str(len(_tags(cases, "failure"))),
        "errors": str(len(_tags(cases, "error"))),
        "skipped": str(len(_tags(cases, "skipped"))),
        "time": f"{verdict.timing.used_s:.3f}",
    }
    # Jenkins' schema knows no `skipped` of all suites together.
    overall = {name: value for name, value in counts.items() if name != "skipped"}
    root = Element("testsuites", {"name": "firedrill", **overall})
    suite = SubElement(
        root,
        "testsuite",
        {
            "name": _legal(f"firedrill.{suite_of(verdict)}"),
            "timestamp": verdict.started_at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"),
            **counts,
        },
    )
    properties = SubElement(suite, "properties")
    for name, value in _properties(verdict):
        SubElement(properties, "property", {"name": name, "value": _legal(value)})
    suite.extend(cases)
    if verdict.reasons or verdict.suggested_action:
        SubElement(suite, "system-out").text = _reasons(verdict)
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _case(verdict: Verdict, check: Check) -> Element:
    # A load's checks are called alike, whatever the incident.
    suite = f"load.{verdict.load.incident}" if verdict.load else f"{verdict.job}.{check.kind}"
    seconds = sum(attempt.duration_ms for attempt in check.attempts) / 1000
    case = Element(
        "testcase",
        {
            "classname": _legal(f"firedrill.{suite}"),
            "name": _legal(check.id),
            "time": f"{seconds:.3f}",
        },
    )
    tag = _RED.get(check.outcome)
    if tag:
        message = check.message or check.outcome.value
        attributes = {"message": _legal(message if check.blocking else f"advice only: {message}")}
        if check.blocking:
            attributes["type"] = _legal(_error_class(check))
        problem = SubElement(case, tag if check.blocking else "skipped", attributes)
        problem.text = _legal("\n".join(attempt.message for attempt in check.attempts if attempt.message))
    SubElement(case, "system-out").text = _legal("\n".join(_details(check)))
    return case


def _error_class(check: Check) -> str:
    classes = [attempt.error_class for attempt in check.attempts if attempt.error_class]
    return classes[-1] if classes else check.outcome.value


def _details(check: Check) -> Iterable[str]:
    """What the report says of a check beside its outcome, one line a thing."""
    if check.title:
        yield check.title
    yield f"outcome: {check.outcome.value}" + ("" if check.blocking else " (advice only)")
    if chance := second_chance(check):
        yield f"flaky: {chance} of {len(check.attempts)}"
    yield from history(check)
    if check.observed is not None or check.threshold is not None:
        seen = number(check.observed) or "nothing"
        against = f", threshold {number(check.threshold)}" if check.threshold is not None else ""
        sample = f", sample of {check.sample_size}" if check.sample_size is not None else ""
        yield f"observed: {seen}{against}{sample}"
    if check.runbook_ref:
        yield f"runbook: {check.runbook_ref}"
    # The form that Jenkins' attachments plugin and GitLab read.
    for artifact in check.artifacts:
        yield f"[[ATTACHMENT|{artifact.path}]]"


def _missing(verdict: Verdict) -> Iterable[Element]:
    """An error for every check that was expected and of which nothing was heard."""
    for name in missing(verdict):
        classname = _legal(f"firedrill.{verdict.job}.missing")
        case = Element("testcase", {"classname": classname, "name": _legal(name), "time": "0.000"})
        SubElement(case, "error", {"message": "expected, but it never ran", "type": "not_run"})
        yield case


def _blame(verdict: Verdict) -> Element:
    """The verdict itself as a test case, where no check accounts for it."""
    classname = _legal(f"firedrill.{verdict.job}")
    case = Element("testcase", {"classname": classname, "name": "verdict", "time": "0.000"})
    tag = "failure" if verdict.verdict is Result.FAIL else "error"
    problem = SubElement(case, tag, {"message": verdict.verdict.value, "type": verdict.verdict.value})
    problem.text = _reasons(verdict)
    return case


def _reasons(verdict: Verdict) -> str:
    lines = [f"{reason.code}: {reason.message}" for reason in verdict.reasons]
    lines += filter(None, [flaky_rule(verdict)])
    if verdict.suggested_action:
        lines.append(f"next: {next_step(verdict.suggested_action)}")
    return _legal("\n".join(lines))


def _properties(verdict: Verdict) -> Iterable[tuple[str, str]]:
    yield "run_id", verdict.run_id
    yield "verdict", verdict.verdict.value
    for name, value in verdict.target.model_dump(mode="json").items():
        if value is not None:
            yield f"target.{name}", str(value)
    flaky = [check.id for check in verdict.checks if check.outcome is Outcome.FLAKY]
    if flaky:
        yield "flaky", ", ".join(flaky)
        yield "flaky_counts_as", verdict.flaky_counts_as.value
    if verdict.selection:
        yield "selection", verdict.selection
    if verdict.left_out:
        yield "left_out", ", ".join(verdict.left_out)
    if verdict.mutations_blocked:
        yield "mutations_blocked", ", ".join(verdict.mutations_blocked)
    if verdict.suggested_action:
        yield "suggested_action", verdict.suggested_action
    if verdict.drill:
        for name in ("scenario", "severity", "responder", "pace", "seed"):
            yield f"drill.{name}", str(getattr(verdict.drill, name))
    if verdict.load:
        yield "load.incident", verdict.load.incident
        yield "load.band", band(verdict.load)
        for arm in verdict.load.arms:
            yield from ((f"load.{arm.name}.{name}", value) for name, value in properties(arm))
        if verdict.load.prediction:
            yield "load.prediction", verdict.load.prediction
    for phase in verdict.timing.phases:
        took = "not observed" if phase.observed_s is None else clock_text(phase.observed_s)
        budget = "" if phase.budget_s is None else f", budget {clock_text(phase.budget_s)}"
        said = "" if phase.declared_s is None else f", declared {clock_text(phase.declared_s)}"
        yield f"phase.{phase.id}", f"{phase.outcome.value}: {took}{budget}{said}"
    for tool, version in verdict.tool_versions.items():
        yield f"version.{tool}", version


def _tags(cases: Iterable[Element], *tags: str) -> list[Element]:
    return [case for case in cases if any(case.find(tag) is not None for tag in tags)]


def _legal(text: str) -> str:
    return _ILLEGAL.sub("", text)
