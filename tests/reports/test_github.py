"""A verdict in GitHub Actions."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reports.github import notices, outputs, publish, summary
from reports.verdict import Check, Outcome, Verdict
from tests.reports.gates import failing_gate, passing_gate

HOSTILE = "a|b `c` <script>alert(1)</script> @everyone\n::error::forged\n## Forged [x](http://evil.example)"


def with_checks(*checks: Check) -> Verdict:
    """A verdict of these checks."""
    return failing_gate().model_copy(update={"checks": list(checks), "reasons": []})


def check(outcome: Outcome, name: str = "quiz", *, blocking: bool = True, message: str = "") -> Check:
    """One check."""
    return Check(id=name, kind="journey", outcome=outcome, blocking=blocking, message=message)


def test_the_summary_says_it_all() -> None:
    """The verdict, why with the runbook's section, what to do, each check, the deployment."""
    verdict = failing_gate().model_copy(
        update={"suggested_action": "rollback", "mutations_blocked": ["POST /persist"]}
    )
    told = summary(verdict)

    assert told.startswith("## ❌ FAIL")
    assert "**Next:** rollback (option A)" in told
    assert all(reason.message.split()[0] in told for reason in verdict.reasons)
    assert told.count("\n| ") >= len(verdict.checks)
    assert "POST /persist" in told
    assert verdict.target.deployment_id in told if verdict.target.deployment_id else True


def test_a_partial_run_does_not_read_as_a_whole_one() -> None:
    """Right under the verdict."""
    told = summary(passing_gate().model_copy(update={"selection": "only landing"}))

    assert "**A part only:** only landing" in told
    assert "A part only" not in summary(passing_gate())


def test_a_flaky_check_is_told_with_its_first_attempt() -> None:
    """In the summary and as a warning."""
    verdict = with_checks(check(Outcome.FLAKY, message="net::ERR_CONNECTION_RESET"))

    (line,) = notices(verdict)
    assert line.startswith("::warning ")
    assert "net::ERR_CONNECTION_RESET" in line
    assert "| flaky |" in summary(verdict)


def test_what_a_broken_site_says_is_only_text() -> None:
    """No command of its own, no row, no markup, no mention, no HTML."""
    verdict = with_checks(check(Outcome.FAIL, message=HOSTILE))

    (line,) = notices(verdict)
    told = summary(verdict)
    assert "\n" not in line
    assert not re.search(r"(?m)^(::|## F)", told)
    assert "<script>" not in told
    assert "](http:" not in told
    assert "a\\|b" in told


def test_percent_signs_and_colons_are_escaped() -> None:
    """As GitHub reads them back."""
    (line,) = notices(with_checks(check(Outcome.FAIL, "a:b,c", message="100% lost")))

    assert line == "::error title=a%3Ab%2Cc::100%25 lost"


def test_what_passed_or_only_advises_is_no_annotation() -> None:
    """Ten places are few."""
    fine = [check(Outcome.PASS), check(Outcome.FAIL, blocking=False)]

    assert notices(with_checks(*fine)) == []


def test_there_are_at_most_ten_the_worst_first() -> None:
    """The tenth says how many more there are."""
    many = [check(Outcome.INCONCLUSIVE, f"i{number}") for number in range(9)]
    lines = notices(with_checks(*many, *(check(Outcome.FAIL, f"f{number}") for number in range(3))))

    assert len(lines) == 10
    assert [line.split()[0] for line in lines[:4]] == ["::error"] * 3 + ["::warning"]
    assert lines[-1] == "::notice title=more::3 more in the job's summary"


def test_a_summary_stays_below_githubs_limit() -> None:
    """A mebibyte, in bytes that are not all letters."""
    many = [check(Outcome.FAIL, f"c{number}", message="é" * 4000) for number in range(2000)]

    assert len(summary(with_checks(*many)).encode()) < 1024 * 1024


def test_outputs_are_one_name_and_one_value_each(tmp_path: Path) -> None:
    """A value with a line end cannot add another output."""
    verdict = failing_gate().model_copy(update={"suggested_action": "wait\nverdict=PASS"})
    told = "".join(outputs(verdict, tmp_path))

    found = dict(re.findall(r"^([\w-]+)<<(?:end-\w+)\n(.*)\nend-\w+$", told, re.MULTILINE))
    assert found["verdict"] == "FAIL"
    assert found["suggested-action"] == "wait verdict=PASS"
    assert found["report"] == str(tmp_path / "report.html")


def test_github_is_told_where_it_says(tmp_path: Path) -> None:
    """What others wrote there before stays."""
    (tmp_path / "summary").write_text("before\n")
    env = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_STEP_SUMMARY": str(tmp_path / "summary"),
        "GITHUB_OUTPUT": str(tmp_path / "output"),
    }
    lines: list[str] = []

    assert publish(failing_gate(), tmp_path, env, lines.append) is None
    assert lines == notices(failing_gate())
    assert (tmp_path / "summary").read_text().startswith("before\n## ❌ FAIL")
    assert "verdict<<" in (tmp_path / "output").read_text()


def test_elsewhere_nothing_is_told(tmp_path: Path) -> None:
    """Even if a variable happens to be set."""
    lines: list[str] = []

    publish(failing_gate(), tmp_path, {"GITHUB_OUTPUT": str(tmp_path / "output")}, lines.append)

    assert lines == []
    assert not (tmp_path / "output").exists()


@pytest.mark.parametrize("name", ["GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT"])
def test_a_file_that_cannot_be_written_costs_no_verdict(tmp_path: Path, name: str) -> None:
    """One sentence, which names it."""
    env = {"GITHUB_ACTIONS": "true", name: str(tmp_path / "absent" / "file")}

    problem = publish(failing_gate(), tmp_path, env, lambda _: None)

    assert problem is not None
    assert str(tmp_path / "absent" / "file") in problem
