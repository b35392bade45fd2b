"""JUnit: counts that add up, red where the verdict is red, XML that any parser reads."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from reports import junit
from reports.verdict import Check, Outcome, Reason, Result, Verdict
from tests.reports.drills import failing_drill, inconclusive_drill, passing_drill
from tests.reports.gates import failing_gate, gate_verdict, inconclusive_gate, passing_gate
from tests.reports.loads import LOADS, higher_limit, partial_fix, proven_fix

SAMPLES = {
    "gate-pass": passing_gate(),
    "gate-fail": failing_gate(),
    "gate-open": inconclusive_gate(),
    "drill-pass": passing_drill()[0],
    "drill-fail": failing_drill()[0],
    "drill-open": inconclusive_drill()[0],
    **LOADS,
}
ALLOWED = {
    "testsuites": {"name", "tests", "failures", "errors", "time"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped", "time", "timestamp"},
    "properties": set[str](),
    "property": {"name", "value"},
    "testcase": {"classname", "name", "time"},
    "failure": {"message", "type"},
    "error": {"message", "type"},
    "skipped": {"message"},
    "system-out": set[str](),
}


def parse(verdict: Verdict) -> ElementTree.Element:
    """The report as another program reads it."""
    return ElementTree.fromstring(junit.render(verdict))


def suite_of(verdict: Verdict) -> ElementTree.Element:
    """The one suite."""
    (suite,) = parse(verdict)
    return suite


def outcomes(verdict: Verdict) -> dict[str, str]:
    """Each test case with the element that tells how it came out."""
    return {
        case.get("name", ""): next((child.tag for child in case if child.tag != "system-out"), "passed")
        for case in suite_of(verdict).iter("testcase")
    }


@pytest.mark.parametrize("verdict", SAMPLES.values(), ids=SAMPLES)
def test_the_schema_of_jenkins_is_obeyed(verdict: Verdict) -> None:
    """Only the elements, attributes and formats that its strict reading allows, each required one there."""
    root = parse(verdict)

    for element in root.iter():
        assert set(element.keys()) <= ALLOWED[element.tag], element.tag
    for suite in root:
        assert ALLOWED["testsuite"] == set(suite.keys())
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", suite.get("timestamp", ""))
        assert next(child.tag for child in suite) == "properties"
    for timed in root.iter():
        assert re.fullmatch(r"\d+\.\d{3}", timed.get("time", "0.000"))


@pytest.mark.parametrize("verdict", SAMPLES.values(), ids=SAMPLES)
def test_the_counts_add_up(verdict: Verdict) -> None:
    """What the suite says is what its cases show, on both levels."""
    root = parse(verdict)
    (suite,) = root
    cases = list(suite.iter("testcase"))

    for element in (root, suite):
        assert element.get("tests") == str(len(cases))
        assert element.get("failures") == str(len(list(suite.iter("failure"))))
        assert element.get("errors") == str(len(list(suite.iter("error"))))
    assert suite.get("skipped") == str(len(list(suite.iter("skipped"))))


@pytest.mark.parametrize("verdict", SAMPLES.values(), ids=SAMPLES)
def test_red_exactly_where_the_verdict_is_not_a_pass(verdict: Verdict) -> None:
    """A dashboard that counts failures and errors agrees with the exit code."""
    red = {"failure", "error"} & set(outcomes(verdict).values())

    assert bool(red) == (verdict.verdict is not Result.PASS)
    assert ("failure" in red) == (verdict.verdict is Result.FAIL)


def test_each_outcome_has_its_element() -> None:
    """Failed is a failure, unknown an error; advice that did not come out well is skipped."""
    seen = outcomes(failing_gate())

    assert seen["landing"] == "passed"
    assert seen["dashboard"] == seen["log-errors"] == "failure"
    assert seen["error-rate"] == "error"
    assert seen["vendor-status"] == "skipped"


def test_a_check_that_never_ran_is_an_error() -> None:
    """Also where there is no record of it but that it was expected."""
    seen = outcomes(inconclusive_gate())

    assert seen == {"landing": "passed", "quiz": "error", "login": "error"}


@pytest.mark.parametrize(
    ("result", "tag"), [(Result.FAIL, "failure"), (Result.INCONCLUSIVE, "error"), (Result.PASS, None)]
)
def test_a_verdict_that_no_check_accounts_for_is_a_case_itself(result: Result, tag: str | None) -> None:
    """An empty run is never green; a pass needs no such case."""
    advice = Check(id="status", kind="status", blocking=False, outcome=Outcome.FAIL)
    verdict = gate_verdict(result, [advice], reasons=[Reason(code="broke", message="it broke")])

    seen = outcomes(verdict)

    assert seen.get("verdict") == tag
    assert seen["status"] == "skipped"


def test_a_flake_passes_and_is_visible() -> None:
    """It counts as passed, and both the suite's properties and its own output name it."""
    suite = suite_of(passing_gate())
    case = next(case for case in suite.iter("testcase") if case.get("name") == "quiz")
    properties = {item.get("name"): item.get("value") for item in suite.iter("property")}

    assert outcomes(passing_gate())["quiz"] == "passed"
    assert properties["flaky"] == "quiz"
    assert "flaky: passed at attempt 2 of 2" in (case.findtext("system-out") or "")
    assert (
        "attempt 1: fail in 410 ms, net::ERR_CONNECTION_RESET: page.goto: net::ERR_CONNECTION_RESET at"
        in (case.findtext("system-out") or "")
    )
    assert "flaky_counts_as" in properties


def test_a_flake_that_counts_as_a_failure_is_red_as_the_verdict() -> None:
    """The check itself stays a pass: JUnit has no word for it."""
    strict = passing_gate().model_copy(update={"verdict": Result.FAIL, "flaky_counts_as": Result.FAIL})

    assert outcomes(strict)["quiz"] == "passed"
    assert outcomes(strict)["verdict"] == "failure"
    assert "A flaky check counts as FAIL here." in (suite_of(strict).findtext(".//failure") or "")


def test_a_partial_run_does_not_read_as_a_full_one() -> None:
    """A dashboard shows the suite's name; a full run's stays as it ever was."""
    part = suite_of(passing_gate().model_copy(update={"selection": "only landing"}))

    assert part.get("name") == "firedrill.smoke (partial run: only landing)"
    assert suite_of(passing_gate()).get("name") == "firedrill.smoke"
    assert {item.get("name"): item.get("value") for item in part.iter("property")}[
        "selection"
    ] == "only landing"


def test_what_was_blocked_and_what_to_do_are_told() -> None:
    """As properties, and the action in the runbook's own terms in the suite's output."""
    verdict = failing_gate().model_copy(
        update={"mutations_blocked": ["POST /a", "PUT /b"], "suggested_action": "redeploy"}
    )
    suite = suite_of(verdict)
    properties = {item.get("name"): item.get("value") for item in suite.iter("property")}

    assert properties["mutations_blocked"] == "POST /a, PUT /b"
    assert properties["suggested_action"] == "redeploy"
    assert "next: redeploy (option B)" in (suite.findtext("system-out") or "")


def test_the_properties_tell_the_run() -> None:
    """Which run of what, and of a drill each phase against its budget."""
    properties = {
        item.get("name"): item.get("value") for item in suite_of(failing_drill()[0]).iter("property")
    }

    assert properties["run_id"] == "20261123T120000Z-p0-bad-deploy"
    assert properties["drill.scenario"] == "p0-bad-deploy"
    assert properties["target.commit"] == "a1b2c3d"
    assert properties["phase.triage"] == "fail: 9m09s, budget 5m00s, declared 9m09s"
    assert properties["phase.post-mortem"] == "not_run: not observed, budget 24h00m"


def test_a_failure_tells_its_class_and_its_trace() -> None:
    """What a CI shows when the case is opened."""
    case = next(case for case in suite_of(failing_gate()).iter("testcase") if case.get("name") == "dashboard")
    failure = case.find("failure")

    assert failure is not None
    assert failure.get("type") == "AssertionError"
    assert failure.get("message") == "the heading 'Mes posts' did not appear within 5 s"
    assert "waiting for heading" in (failure.text or "")
    assert "[[ATTACHMENT|artifacts/dashboard/trace.zip]]" in (case.findtext("system-out") or "")


def test_what_xml_cannot_hold_is_left_out() -> None:
    """Control characters, half emojis and markup in a log line do not break the file."""
    text = "a\x00b\x1b[31mc\ufffe\ud83d <&>]]> é 😀"
    check = Check(id=text, kind=text, message=text, title=text, outcome=Outcome.FAIL)

    (case,) = suite_of(gate_verdict(Result.FAIL, [check])).iter("testcase")

    assert case.get("name") == "ab[31mc <&>]]> é 😀"


def test_a_load_keeps_its_figures_as_properties() -> None:
    """Bare values with their unit in the name, of each arm; pictures and sentences are elsewhere."""
    found = {each.get("name", ""): each.get("value", "") for each in suite_of(partial_fix()).iter("property")}

    assert found["load.incident"] == "pool-exhaustion"
    assert found["load.band"] == "10% to 20%"
    assert found["load.before.rate_per_s"] == "138.06"
    assert found["load.after.settings.DB_POOL_SIZE"] == "16"
    assert found["load.after.answer"] == "PARTIAL"
    assert found["load.after.remaining"] == "0.0958"
    assert found["load.before.latency_ms.p99"] == "1066.4"
    assert not [name for name in found if "bucket" in name or "because" in name]
    predicted = {each.get("name"): each.get("value") for each in suite_of(higher_limit()).iter("property")}
    assert "4.6%" in (predicted["load.prediction"] or "")


def test_two_incidents_have_their_own_cases() -> None:
    """Their arms are called alike."""
    names = [
        (suite_of(verdict).get("name"), case.get("classname"), case.get("name"))
        for verdict in (proven_fix(), higher_limit())
        for case in suite_of(verdict).iter("testcase")
    ]

    assert names == [
        ("firedrill.load.pool-exhaustion", "firedrill.load.pool-exhaustion", "before"),
        ("firedrill.load.pool-exhaustion", "firedrill.load.pool-exhaustion", "after"),
        ("firedrill.load.rate-limit", "firedrill.load.rate-limit", "before"),
        ("firedrill.load.rate-limit", "firedrill.load.rate-limit", "after"),
    ]
