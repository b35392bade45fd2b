"""A verdict in GitHub Actions: annotations, outputs, and where all of it goes."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from reports.github import escape_data, escape_property, notices, outputs, publish
from reports.verdict import Attempt, Check, Outcome, Reason, Result, Verdict
from tests.reports.drills import failing_drill
from tests.reports.gates import failing_gate, gate_verdict, inconclusive_gate, passing_gate
from tests.reports.loads import never_begun, partial_fix, unreproduced

HOSTILE = "a|b <script>alert(1)</script> @everyone\r\n::error::forged\n::set-output name=verdict::PASS"


def gate(*checks: Check, result: Result = Result.FAIL, **changes: object) -> Verdict:
    """A gate of these checks."""
    return gate_verdict(result, list(checks), **changes)


def check(outcome: Outcome, name: str = "quiz", *, blocking: bool = True, message: str = "") -> Check:
    """One check."""
    return Check(id=name, kind="journey", outcome=outcome, blocking=blocking, message=message or name)


def flaky(name: str = "quiz") -> Check:
    """One that passed at its second attempt."""
    tries = [
        Attempt(
            outcome=Outcome.FAIL, error_class="net", message="net::ERR_CONNECTION_RESET", duration_ms=410
        ),
        Attempt(outcome=Outcome.PASS, duration_ms=980),
    ]
    return Check(id=name, kind="journey", outcome=Outcome.FLAKY, message=tries[0].message, attempts=tries)


def read(line: str) -> tuple[str, str, str]:
    """Level, title and message of a workflow command, taken apart as the runner takes it apart."""
    found = re.fullmatch(r"::(\w+) title=([^:,]*)::(.*)", line)
    assert found is not None, line
    level, title, message = found.groups()
    for mark, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        title, message = (
            title.replace(mark, char),
            message.replace(mark, char) if char not in ":," else message,
        )
    return level, title, message


def told(verdict: Verdict) -> list[tuple[str, str, str]]:
    """What the annotations say."""
    return [read(line) for line in notices(verdict)]


def test_a_failure_is_an_error_with_its_section_and_what_to_do() -> None:
    """The first says what to do about it all."""
    verdict = failing_gate().model_copy(update={"suggested_action": "rollback"})

    first, second, third = told(verdict)

    assert first[:2] == ("error", "The pending post is on the dashboard after login")
    assert first[2].splitlines() == [
        "the heading 'Mes posts' did not appear within 5 s (runbook 3)",
        "Next: rollback (option A): bring the last stable deployment back",
    ]
    assert second[0] == "error"
    assert third == (
        "warning",
        "Sentry error rate below 1 %",
        "0 of 12 events is no evidence; 50 are needed (runbook 3)",
    )


def test_what_passed_or_only_advises_is_no_annotation() -> None:
    """Ten places are few."""
    fine = [check(Outcome.PASS), check(Outcome.FAIL, blocking=False), check(Outcome.FLAKY, blocking=False)]

    assert notices(gate(*fine, result=Result.PASS)) == []


def test_a_flaky_check_is_a_warning_with_its_attempts() -> None:
    """Of a passing run too: the error's class and its message, and what it came to."""
    ((level, title, message),) = told(gate(flaky(), result=Result.PASS))

    assert (level, title) == ("warning", "quiz")
    assert message.splitlines() == [
        "flaky: passed at attempt 2",
        "attempt 1: fail in 410 ms, net: net::ERR_CONNECTION_RESET",
        "attempt 2: pass in 980 ms",
    ]


def test_a_flaky_check_that_fails_the_run_is_an_error() -> None:
    """Where --flaky fail was asked for, it is the reason."""
    ((level, _, message),) = told(gate(flaky(), flaky_counts_as=Result.FAIL))

    assert level == "error"
    assert "passed at attempt 2, counts as FAIL" in message


def test_what_ended_the_run_comes_before_what_it_left_open() -> None:
    """The cause first; what never ran, and what was never heard of, after it."""
    assert [title for _, title, _ in told(inconclusive_gate())] == [
        "budget-spent",
        "The quiz ends in a post",
        "login",
    ]


def test_what_is_said_of_many_is_said_once() -> None:
    """A budget that ended before six checks is one thing to know, not six."""
    lost = [check(Outcome.NOT_RUN, name, message="the budget ended") for name in ("quiz", "login")]

    assert told(gate(*lost, result=Result.INCONCLUSIVE)) == [("warning", "quiz, login", "the budget ended")]


@pytest.mark.parametrize(("result", "level"), [(Result.FAIL, "error"), (Result.INCONCLUSIVE, "warning")])
def test_a_verdict_that_no_check_accounts_for_is_told(result: Result, level: str) -> None:
    """No red run without a word."""
    assert [line[:2] for line in told(gate(result=result))] == [(level, "verdict")]


def test_a_drills_verdict_is_told_alike() -> None:
    """What the judge found missing."""
    assert [(level, title) for level, title, _ in told(failing_drill()[0])] == [
        ("error", "Severity and cause stand in Linear"),
        ("error", "Users were informed on the status page"),
    ]


@pytest.mark.parametrize(("failed", "level"), [(3, "warning"), (12, "error")])
def test_there_are_at_most_ten_the_worst_first(failed: int, level: str) -> None:
    """The tenth says how many more there are, and is as bad as the worst of them."""
    open_ones = [check(Outcome.INCONCLUSIVE, f"i{number}") for number in range(9)]
    lines = told(gate(*open_ones, *(check(Outcome.FAIL, f"f{number}") for number in range(failed))))

    assert len(lines) == 10
    assert [title for _, title, _ in lines[:3]] == ["f0", "f1", "f2"]
    assert lines[-1] == (level, "firedrill", f"{9 + failed - 9} more: see the job's summary")


def test_ten_are_told_in_full() -> None:
    """Counting begins where one would be lost."""
    assert len(told(gate(*(check(Outcome.FAIL, f"f{number}") for number in range(10))))) == 10
    assert told(gate(*(check(Outcome.FAIL, f"f{number}") for number in range(10))))[-1][1] == "f9"


def test_a_message_is_escaped_as_the_runner_reads_it() -> None:
    """GitHub's own rules: percent signs first, line ends; in a property colons and commas too."""
    assert escape_data("100%\r\n:,") == "100%25%0D%0A:,"
    assert escape_property("100%\r\n:,") == "100%25%0D%0A%3A%2C"
    assert notices(gate(check(Outcome.FAIL, "a:b,c", message="100% lost"))) == [
        "::error title=a%3Ab%2Cc::100%25 lost"
    ]


def test_what_a_broken_site_says_is_one_annotation() -> None:
    """No second command, wherever its text stands."""
    bad = Check(id=HOSTILE, kind="journey", title=HOSTILE, outcome=Outcome.FAIL, message=HOSTILE)
    verdict = gate(bad, reasons=[Reason(code=HOSTILE, message=HOSTILE)], suggested_action=HOSTILE)

    lines = notices(verdict)

    assert len(lines) == 2
    for line in lines:
        assert len(line.splitlines()) == 1
        assert len(read(line)[1]) <= 100


def test_outputs_are_one_name_and_one_value_each(tmp_path: Path) -> None:
    """A value with a line end cannot add another output."""
    verdict = failing_gate().model_copy(
        update={"suggested_action": "wait\nverdict=PASS\nverdict<<x\nPASS\nx"}
    )
    blocks = list(outputs(verdict, tmp_path, 1))

    found = [re.fullmatch(r"([\w-]+)<<(end-\w{32})\n(.*)\n\2\n", block) for block in blocks]
    assert {match[1]: match[3] for match in found if match} == {
        "verdict": "FAIL",
        "exit_code": "1",
        "suggested_action": "wait verdict=PASS verdict<<x PASS x",
        "run_id": verdict.run_id,
        "folder": str(tmp_path),
        "report": str(tmp_path / "report.html"),
    }
    assert len({match[2] for match in found if match}) == len(blocks)


def test_paths_are_those_of_the_next_step(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Which runs in the same folder; upload-artifact takes them as they are."""
    monkeypatch.chdir(tmp_path)

    told_of = "".join(outputs(failing_gate(), tmp_path / "reports/out/smoke/r1", 1))

    assert "\nreports/out/smoke/r1/report.html\n" in told_of


def test_github_is_told_where_it_says(tmp_path: Path) -> None:
    """What others wrote there before stays."""
    (tmp_path / "summary").write_text("before\n")
    env = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    lines: list[str] = []

    assert publish(failing_gate(), tmp_path, env, lines.append, exit_code=130) is None
    assert lines == notices(failing_gate())
    assert (tmp_path / "summary").read_text().startswith("before\n## ❌ FAIL")
    assert "exit_code<<" in (tmp_path / "output").read_text()
    assert "\n130\n" in (tmp_path / "output").read_text()


@pytest.mark.parametrize("env", [{}, {"GITHUB_ACTIONS": ""}, {"GITHUB_ACTIONS": "false"}])
def test_elsewhere_nothing_is_told(tmp_path: Path, env: dict[str, str]) -> None:
    """Even if a variable happens to be set."""
    lines: list[str] = []

    publish(failing_gate(), tmp_path, {**env, "GITHUB_OUTPUT": str(tmp_path / "output")}, lines.append)

    assert lines == []
    assert not (tmp_path / "output").exists()


def test_without_the_files_the_annotations_are_told_still(tmp_path: Path) -> None:
    """A runner of another make may have neither."""
    lines: list[str] = []

    assert publish(passing_gate(), tmp_path, {"GITHUB_ACTIONS": "true"}, lines.append) is None
    assert len(lines) == 1


def test_a_file_that_cannot_be_written_costs_nothing_else(tmp_path: Path) -> None:
    """One sentence, which names it; the other file is written."""
    env = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "absent" / "file"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }

    problem = publish(failing_gate(), tmp_path, env, lambda _: None)

    assert problem is not None
    assert str(tmp_path / "absent" / "file") in problem
    assert os.strerror(2) in problem
    assert "verdict<<" in (tmp_path / "output").read_text()


def test_a_load_says_what_it_found_and_what_to_do() -> None:
    """A fix that does not end the incident is an error; what proves nothing is a warning."""
    assert told(partial_fix()) == [
        (
            "error",
            "After: fixed",
            "PARTIAL: at the incident's rate 9.6% (± 1.2%) would still fail, after 15.3% before "
            "(runbook 2.2)\nNext: do not deploy it as it is: it helps, but the incident would go on",
        )
    ]
    assert [level for level, *_ in told(unreproduced())] == ["warning"] * 2
    assert told(never_begun())[0][1:] == (
        "interrupted",
        "interrupted before it was done\nNext: run it again, with nothing else on this machine; if it stays "
        "so, with --processes 2",
    )
