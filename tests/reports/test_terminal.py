"""The terminal: the verdict in one glance, in 80 columns, with or without colours."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from rich.console import Console

from reports.next_step import next_step
from reports.terminal import print_verdict
from reports.verdict import Check, Outcome, Reason, Result, Verdict
from tests.reports.checklists import with_checklist
from tests.reports.drills import drill_verdict, failing_drill, inconclusive_drill, passing_drill
from tests.reports.gates import failing_gate, gate_verdict, inconclusive_gate, passing_gate
from tests.reports.loads import LOADS, partial_fix
from tests.reports.rehearsals import REHEARSALS

SAMPLES = {
    "gate-pass": passing_gate(),
    "gate-fail": failing_gate(),
    "gate-open": inconclusive_gate(),
    "drill-pass": passing_drill()[0],
    "drill-fail": failing_drill()[0],
    "drill-open": inconclusive_drill()[0],
    **LOADS,
    **REHEARSALS,
    "drill-checklist": with_checklist(),
}


def printed(
    verdict: Verdict, folder: Path = Path("/runs/drill/r1"), *, terminal: bool = False, width: int = 80
) -> str:
    """What comes out of a console of that width."""
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=terminal, color_system="standard" if terminal else None
    )
    print_verdict(console, verdict, folder)
    return out.getvalue()


def words(text: str) -> str:
    """The text with single blanks."""
    return " ".join(text.split())


@pytest.mark.parametrize("verdict", SAMPLES.values(), ids=SAMPLES)
def test_the_verdict_comes_first_and_the_report_last(verdict: Verdict) -> None:
    """The first word that is read is the verdict, the last lines are where to read on."""
    lines = [line for line in printed(verdict).splitlines() if line.strip()]

    assert lines[0].split()[0] == verdict.verdict
    assert any(
        line.startswith("Report") and line.endswith("/runs/drill/r1/report.html") for line in lines[-3:]
    )


@pytest.mark.parametrize("verdict", SAMPLES.values(), ids=SAMPLES)
def test_nothing_is_wider_than_the_terminal(verdict: Verdict) -> None:
    """80 columns hold everything; so does a narrow split."""
    assert max(map(len, printed(verdict).splitlines())) <= 80
    assert max(map(len, printed(verdict, Path("/r"), width=50).splitlines())) <= 50


@pytest.mark.parametrize("verdict", SAMPLES.values(), ids=SAMPLES)
def test_where_there_is_no_terminal_it_is_plain_text(verdict: Verdict) -> None:
    """No escape sequence goes into a log file, and plain ASCII reads on any machine."""
    assert "\x1b" not in printed(verdict)
    assert printed(verdict).isascii() or not verdict.model_dump_json().isascii()


def test_colours_only_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A terminal gets them, NO_COLOR takes them away, and the words are the same."""
    colourful = printed(failing_gate(), terminal=True)
    monkeypatch.setenv("NO_COLOR", "1")
    out = io.StringIO()
    print_verdict(Console(file=out, width=80, force_terminal=True), failing_gate(), Path("/runs/drill/r1"))

    assert "\x1b[1;31m" in colourful
    assert "31m" not in out.getvalue()


def test_each_phase_stands_against_its_budget() -> None:
    """Observed, budget and declared in figures, and by how much it was late."""
    text = words(printed(failing_drill()[0]))

    assert "FAIL Triage 9m09s 5m00s 9m09s 4m09s late" in text
    assert "not run Post-mortem not seen 24h00m" in text
    assert "Phases, in drill time, exact to 30s" in text


def test_each_check_says_what_was_observed_against_what() -> None:
    """With its sample, its message and the runbook's section."""
    text = words(printed(failing_gate()))

    assert "inconclusive Sentry error rate below 1 % 0 of 12 events is no evidence; 50 are needed" in text
    assert "observed 0 over 12, threshold 0.01; runbook 3" in text
    assert "(advice only)" in text


def test_reasons_name_the_runbook_and_the_events() -> None:
    """Why, where it stands, what it rests on, and what to do next."""
    text = words(printed(failing_drill()[0]))

    assert "Why - triage took 9m09s, budget 5m00s; first log read at 8m53s triaged; " in text
    assert "triaged; runbook 1.2; events #187 #207 - the status page" in text
    assert "Next read the logs first (runbook 1.2)" in text


def test_a_flake_is_visible() -> None:
    """A pass at the second attempt is no plain pass; what the first came to is told once."""
    text = words(printed(passing_gate()))

    assert (
        "flaky The quiz ends in a post passed at attempt 2 attempt 1: fail in 410 ms, "
        "net::ERR_CONNECTION_RESET: page.goto: net::ERR_CONNECTION_RESET at /quiz attempt 2: pass in 980 ms"
    ) in text
    assert "counts as" not in text


def test_what_a_flake_counts_as_is_told_where_it_is_no_pass() -> None:
    """Whoever sees only passes and a red verdict is told why."""
    strict = passing_gate().model_copy(
        update={"verdict": Result.INCONCLUSIVE, "flaky_counts_as": Result.INCONCLUSIVE}
    )

    assert "A flaky check counts as INCONCLUSIVE here." in words(printed(strict))


def test_a_partial_run_does_not_read_as_a_full_one() -> None:
    """Right beside the verdict, on the first line that is read."""
    part = passing_gate().model_copy(update={"selection": "only landing, quiz"})

    assert words(printed(part)).startswith("PASS partial run: only landing, quiz smoke: https://postry.ai")
    assert "partial" not in printed(passing_gate())


def test_blocked_writes_are_listed() -> None:
    """One a line, and only where there are some."""
    blocked = passing_gate().model_copy(update={"mutations_blocked": ["POST /a", "PUT /b\x1b[2J"]})
    lines = [line.strip() for line in printed(blocked).splitlines()]

    place = lines.index("Writes kept from the site, read-only here")
    assert lines[place + 1 : place + 3] == ["POST /a", "PUT /b"]
    assert "Writes" not in printed(passing_gate())


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ("rollback", "Next rollback (option A)"),
        ("redeploy", "Next redeploy (option B)"),
        ("maintenance", "Next maintenance (option C)"),
        ("wait", "Next wait: a vendor has an outage"),
        ("call\nBob", "Next call Bob"),
    ],
)
def test_an_action_is_told_in_the_runbooks_terms(action: str, told: str) -> None:
    """What it is called there, and what it means."""
    assert told in words(printed(failing_gate().model_copy(update={"suggested_action": action})))


@pytest.mark.parametrize("width", [80, 60, 43])
def test_a_strangers_text_gives_ci_no_command(width: int) -> None:
    """Wherever a line is broken, what stands where the next one begins is none that GitHub carries out."""
    text = "it says ::set-output name=verdict::PASS and ##[add-mask]PASS; " * 5
    check = Check(id="c", kind="k", title=text, message=f"::error::{text}", outcome=Outcome.FAIL)
    shown = printed(gate_verdict(Result.FAIL, [check], reasons=[Reason(code="c", message=text)]), width=width)

    assert "::set-output name" in shown
    assert not [line for line in shown.splitlines() if re.match(r"\s*::[a-z-]+( .*)?::", line)]
    assert "##[" not in shown


def test_a_check_that_never_ran_is_shown() -> None:
    """Also one of which there is no record, and a run without any check."""
    assert "not run login" in words(printed(inconclusive_gate()))
    assert "not run no check ran" in words(printed(gate_verdict(Result.INCONCLUSIVE, [])))


def test_a_strangers_text_cannot_play_with_the_terminal() -> None:
    """Neither escape sequences nor Rich's own markup in a log line do anything."""
    text = "\x1b[2J\x1b]0;gone\x07[bold red]not markup[/] [link=http://evil]x[/link] \x9b5A"
    check = Check(id="c", kind="k", title=text, message=text, outcome=Outcome.FAIL, observed=text)
    shown = printed(gate_verdict(Result.FAIL, [check], reasons=[Reason(code="c", message=text)]), width=200)

    assert "\x1b" not in shown
    assert "\x9b" not in shown
    assert "[bold red]not markup[/] [link=http://evil]x[/link]" in shown


def test_a_path_is_never_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However long it is, it can be copied in one piece; from where we are it is short."""
    long = Path("/a-folder-with-a-rather-long-name" * 4)

    assert f"{long}/report.html" in printed(passing_gate(), long, width=60).splitlines()[-2]
    monkeypatch.chdir(tmp_path)
    assert printed(passing_gate(), tmp_path / "reports/out/r1").splitlines()[-2].split() == [
        "Report",
        "reports/out/r1/report.html",
    ]


def test_a_drill_tells_who_responded_and_at_what_pace() -> None:
    """The banner's second line."""
    text = words(printed(drill_verdict(Result.PASS)))

    assert "PASS p0-bad-deploy: A deployment breaks every page P0, responder runbook, pace 60" in text


def test_nothing_is_said_twice() -> None:
    """A reason that concerns many checks is told once, above them; the checks show their outcome."""
    checks = [
        Check(id=name, kind="journey", title=name.title(), outcome=Outcome.NOT_RUN, message="no answer")
        for name in ("landing", "quiz", "login")
    ]
    reasons = [Reason(code=f"{check.id}-not-run", check=check.id, message="no answer") for check in checks]
    text = words(printed(gate_verdict(Result.INCONCLUSIVE, checks, reasons=reasons)))

    assert "Why - no answer landing, quiz, login Checks" in text
    assert text.count("no answer") == 1
    assert "not run Landing not run Quiz not run Login" in text


def test_a_load_names_its_incident_and_answers() -> None:
    """In the banner; then why, the arms, what to do, and nothing of checks."""
    text = words(printed(partial_fix()))

    assert (
        "FAIL pool-exhaustion: Persist-on-login fails: the connection pool is full "
        "DB_POOL_SIZE=16 helps, but does not end it. world http://127.0.0.1:40001, c27e5f0, 12s Why"
    ) in text
    assert "Load: POST /persist-on-login; the incident is 10% to 20% failing before after" in text
    assert "Next do not deploy it as it is: it helps, but the incident would go on" in text
    assert "Checks" not in text


def test_the_next_step_of_a_load_is_told_for_each_answer() -> None:
    """The codes that `load.report` gives are sentences here."""
    codes = "verify-fix look-elsewhere deploy-fix extend-fix discard-fix reproduce-first load-again"

    assert [code for code in codes.split() if next_step(code) == code] == []
