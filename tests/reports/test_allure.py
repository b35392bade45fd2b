"""Allure results, read back as Allure reads them: JSON files and what they attach."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from reports import allure
from reports.verdict import Attempt, Check, Outcome, Result, Verdict
from tests.reports.drills import drill_verdict, failing_drill, inconclusive_drill, passing_drill
from tests.reports.gates import failing_gate, gate_verdict, inconclusive_gate, passing_gate
from tests.reports.loads import higher_limit, never_begun, partial_fix, proven_fix


def results_of(folder: Path, verdict: Verdict, events: Any = ()) -> list[dict[str, Any]]:
    """Every result, in the order in which they began."""
    results = allure.write(folder, verdict, events)
    cases = [json.loads(path.read_text(encoding="utf-8")) for path in results.glob("*-result.json")]
    return sorted(cases, key=lambda case: case["start"])


def written(folder: Path, verdict: Verdict, events: Any = ()) -> dict[str, dict[str, Any]]:
    """The test cases by full name; of one history Allure shows the result that began last."""
    return {case["fullName"]: case for case in results_of(folder, verdict, events)}


def labels(case: dict[str, Any]) -> dict[str, str]:
    """A case's labels; the last of a name counts."""
    return {label["name"]: label["value"] for label in case["labels"]}


def test_each_check_of_a_gate_is_a_test_case(tmp_path: Path) -> None:
    """Failed is failed, inconclusive is broken, advice that came out badly is skipped."""
    cases = written(tmp_path, failing_gate())

    assert {name.removeprefix("firedrill.smoke."): case["status"] for name, case in cases.items()} == {
        "landing": "passed",
        "quiz": "passed",
        "login": "passed",
        "dashboard": "failed",
        "log-errors": "failed",
        "error-rate": "broken",
        "vendor-status": "skipped",
    }
    assert labels(cases["firedrill.smoke.dashboard"])["severity"] == "critical"
    assert labels(cases["firedrill.smoke.vendor-status"])["severity"] == "minor"


def test_a_failed_check_tells_why(tmp_path: Path) -> None:
    """Its message, what its attempt said, and the attempt as a step with its duration."""
    case = written(tmp_path, failing_gate())["firedrill.smoke.dashboard"]

    assert case["statusDetails"]["message"] == "the heading 'Mes posts' did not appear within 5 s"
    assert "waiting for heading" in case["statusDetails"]["trace"]
    assert [(step["name"], step["status"]) for step in case["steps"]] == [("attempt 1", "failed")]
    assert case["stop"] - case["start"] == 5120


def test_a_flake_is_marked(tmp_path: Path) -> None:
    """Passed, with both attempts as steps and Allure's own flag; the failed one says why."""
    case = written(tmp_path, passing_gate())["firedrill.smoke.quiz"]

    assert (case["status"], case["statusDetails"]["flaky"]) == ("passed", True)
    assert case["statusDetails"]["message"].startswith("passed at attempt 2")
    assert [step["status"] for step in case["steps"]] == ["failed", "passed"]
    assert case["steps"][0]["statusDetails"]["message"] == (
        "net::ERR_CONNECTION_RESET: page.goto: net::ERR_CONNECTION_RESET at /quiz"
    )


def test_a_failed_attempt_is_a_retry(tmp_path: Path) -> None:
    """Without one, Allure 2 takes the flag away; it shows of one history what began last."""
    first, last = (case for case in results_of(tmp_path, passing_gate()) if "quiz" in case["fullName"])

    assert (first["status"], last["status"]) == ("failed", "passed")
    assert first["historyId"] == last["historyId"]
    assert first["uuid"] != last["uuid"]
    assert "net::ERR_CONNECTION_RESET at /quiz" in first["statusDetails"]["message"]
    assert first["start"] < last["start"]
    assert (first["stop"], last["stop"] - last["start"]) == (last["start"], 980)


def test_only_a_flaky_check_has_retries(tmp_path: Path) -> None:
    """A check of two tests, of which one failed, failed."""
    tries = [Attempt(outcome=outcome, duration_ms=1) for outcome in (Outcome.FAIL, Outcome.PASS)]
    failed = Check(id="login", kind="journey", outcome=Outcome.FAIL, attempts=tries)

    assert len(results_of(tmp_path, gate_verdict(Result.FAIL, [failed]))) == 1


def test_a_flake_that_counts_as_a_failure_is_red_as_the_verdict(tmp_path: Path) -> None:
    """The check itself passed; the verdict is a case of its own, and says what to do."""
    strict = passing_gate().model_copy(
        update={"verdict": Result.FAIL, "flaky_counts_as": Result.FAIL, "suggested_action": "rollback"}
    )
    cases = written(tmp_path, strict)

    assert cases["firedrill.smoke.quiz"]["status"] == "passed"
    assert cases["firedrill.smoke.verdict"]["status"] == "failed"
    said = cases["firedrill.smoke.verdict"]["statusDetails"]["message"]
    assert "A flaky check counts as FAIL here." in said
    assert "next: rollback (option A)" in said


def test_a_partial_run_does_not_read_as_a_full_one(tmp_path: Path) -> None:
    """The suite says so beside every case, and the environment beside the report."""
    part = passing_gate().model_copy(
        update={"selection": "only quiz", "mutations_blocked": ["POST /x"], "suggested_action": "wait"}
    )

    case = written(tmp_path, part)["firedrill.smoke.quiz"]

    assert labels(case)["suite"] == "smoke (partial run: only quiz)"
    lines = (tmp_path / "allure-results/environment.properties").read_text().splitlines()
    assert {"selection=only quiz", "mutations_blocked=POST /x", "verdict=PASS"} <= set(lines)
    assert any(line.startswith("suggested_action=wait: a vendor has an outage") for line in lines)


def test_a_check_that_was_never_heard_of_is_broken(tmp_path: Path) -> None:
    """What was expected is never silently missing."""
    cases = written(tmp_path, inconclusive_gate())

    assert cases["firedrill.smoke.login"]["status"] == "broken"


def test_a_verdict_that_no_check_accounts_for_is_a_case(tmp_path: Path) -> None:
    """A crashed gate is not an empty, green report."""
    (case,) = written(tmp_path, gate_verdict(Result.INCONCLUSIVE, [])).values()

    assert (case["fullName"], case["status"]) == ("firedrill.smoke.verdict", "broken")


@pytest.mark.parametrize(
    ("drill", "status"),
    [(passing_drill, "passed"), (failing_drill, "failed"), (inconclusive_drill, "broken")],
)
def test_a_drill_is_one_test_case(tmp_path: Path, drill: Any, status: str) -> None:
    """Whatever it came to, with its phases as steps, in order."""
    verdict, events = drill()
    (case,) = written(tmp_path, verdict, events).values()

    assert case["status"] == status
    titles = [step["name"].split(":")[0] for step in case["steps"]]
    assert titles[:-1] == [phase.title for phase in verdict.timing.phases]
    assert titles[-1] == "what the judge checked"


def test_a_late_phase_is_a_failed_step_in_drill_time(tmp_path: Path) -> None:
    """It begins and lasts as the drill's clock says, from the injection on."""
    verdict, events = failing_drill()
    (case,) = written(tmp_path, verdict, events).values()
    triage = case["steps"][1]

    injected = next(event for event in events if event.kind == "fault.injected")
    assert case["start"] == int(injected.wall.timestamp() * 1000)
    assert (triage["name"], triage["status"]) == ("Triage: 9m09s (budget 5m00s)", "failed")
    assert (triage["start"] - case["start"], triage["stop"] - triage["start"]) == (55_000, 549_000)
    assert case["steps"][5]["status"] == "skipped"


def test_what_the_judge_checked_stands_below_the_phases(tmp_path: Path) -> None:
    """Each oracle as a step of its own."""
    (case,) = written(tmp_path, *failing_drill()).values()

    statuses = [step["status"] for step in case["steps"][-1]["steps"]]
    assert statuses == ["passed", "failed", "passed", "passed", "passed", "failed"]


def test_artifacts_are_attached_with_their_type(tmp_path: Path) -> None:
    """Copied byte for byte; a trace opens in Allure's own viewer; what is not there is not promised."""
    trace = tmp_path / "artifacts/dashboard/trace.zip"
    trace.parent.mkdir(parents=True)
    trace.write_bytes(b"PK trace")

    case = written(tmp_path, failing_gate())["firedrill.smoke.dashboard"]

    (attachment,) = case["attachments"]
    assert attachment["name"] == "Browser trace"
    assert attachment["type"] == "application/vnd.allure.playwright-trace"
    assert (tmp_path / "allure-results" / attachment["source"]).read_bytes() == b"PK trace"


def test_a_drill_attaches_the_runs_other_reports(tmp_path: Path) -> None:
    """Page, post-mortem and journal are one click away."""
    for name in ("report.html", "post-mortem.md", "journal.jsonl"):
        (tmp_path / name).write_text(name)
    (case,) = written(tmp_path, *passing_drill()).values()

    contents = {
        item["name"]: (tmp_path / "allure-results" / item["source"]).read_text()
        for item in case["attachments"]
    }
    assert contents == {
        "report.html": "report.html",
        "post-mortem.md": "post-mortem.md",
        "Journal": "journal.jsonl",
    }


def test_nothing_outside_the_folder_is_attached(tmp_path: Path) -> None:
    """A path in a verdict that leads out of the run folder is not followed."""
    (tmp_path / "secret.txt").write_text("not yours")
    folder = tmp_path / "run"
    folder.mkdir()
    verdict = drill_verdict(Result.PASS, artifacts=[{"path": "../secret.txt", "sha256": "00"}])

    (case,) = written(folder, verdict).values()

    assert "attachments" not in case


def test_the_history_of_a_check_goes_on_from_run_to_run(tmp_path: Path) -> None:
    """Another run of the same check on the same target: another case, the same history."""
    first = written(tmp_path / "1", passing_gate())["firedrill.smoke.quiz"]
    second = written(tmp_path / "2", passing_gate().model_copy(update={"run_id": "later"}))[
        "firedrill.smoke.quiz"
    ]
    elsewhere = passing_gate().target.model_copy(update={"env": "preview"})
    other = written(tmp_path / "3", passing_gate().model_copy(update={"target": elsewhere}))[
        "firedrill.smoke.quiz"
    ]

    assert first["uuid"] != second["uuid"]
    assert first["historyId"] == second["historyId"] != other["historyId"]
    assert first["testCaseId"] == second["testCaseId"] == other["testCaseId"]


def test_ids_do_not_change_between_versions(tmp_path: Path) -> None:
    """A new release of firedrill must not begin every history anew."""
    case = written(tmp_path, passing_gate())["firedrill.smoke.quiz"]

    assert case["testCaseId"] == hashlib.md5(b"smoke.quiz").hexdigest()
    assert case["historyId"] == hashlib.md5(b"production/smoke.quiz").hexdigest()


def test_rendering_again_replaces_the_files(tmp_path: Path) -> None:
    """No second set of results after `drill judge`, and nothing else in the folder is deleted."""
    verdict, events = passing_drill()
    results = allure.write(tmp_path, verdict, events)
    (results / "theirs.txt").write_text("stays")
    before = sorted(path.name for path in results.iterdir())

    allure.write(tmp_path, verdict, events)

    assert sorted(path.name for path in results.iterdir()) == before


def test_the_environment_tells_target_and_tools(tmp_path: Path) -> None:
    """One property a line, whatever a value holds."""
    verdict = gate_verdict(
        Result.PASS, [Check(id="c", kind="k", outcome=Outcome.PASS)], tool_versions={"x": "1\n2"}
    )
    results = allure.write(tmp_path, verdict, [])

    lines = (results / "environment.properties").read_text().splitlines()
    assert "target.env=production" in lines
    assert "x=1 2" in lines


def test_each_arm_of_a_load_is_a_test_case_with_its_figures(tmp_path: Path) -> None:
    """Its own as parameters, which do not make another history of it; Locust's report is attached."""
    (tmp_path / "after").mkdir()
    (tmp_path / "after/locust.html").write_text("<p>Locust", encoding="utf-8")
    cases = written(tmp_path, partial_fix())
    after = cases["firedrill.load.pool-exhaustion.after"]
    figures = {each["name"]: each["value"] for each in after["parameters"]}

    assert {name: case["status"] for name, case in cases.items()} == {
        "firedrill.load.pool-exhaustion.before": "passed",
        "firedrill.load.pool-exhaustion.after": "failed",
    }
    assert (figures["answer"], figures["settings.DB_POOL_SIZE"], figures["sample"]) == (
        "PARTIAL",
        "16",
        "412",
    )
    assert all(each["excluded"] for each in after["parameters"])
    assert [(each["name"], each["type"]) for each in after["attachments"]] == [
        ("Locust's report", "text/html")
    ]


def test_two_incidents_have_their_own_histories(tmp_path: Path) -> None:
    """Their arms are called alike; an arm that never ran is broken."""
    pool, limit = written(tmp_path / "a", proven_fix()), written(tmp_path / "b", higher_limit())

    assert not {case["historyId"] for case in pool.values()} & {case["historyId"] for case in limit.values()}
    assert {case["status"] for case in written(tmp_path / "c", never_begun()).values()} == {"broken"}
