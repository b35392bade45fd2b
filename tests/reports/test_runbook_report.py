"""A checked runbook in each report: its answer, and every command with what it did."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from rich.console import Console

from reports import job_summary, junit, page
from reports.runbook_record import Row, RunbookCheck
from reports.terminal import print_verdict
from reports.verdict import Check, Outcome, Reason, Result, Target, Timing, Verdict
from tests.reports.story import NOON

ROWS = (
    Row(
        check="line-3",
        command="vercel env add MAINTENANCE_MODE true production",
        lines=[3, 9],
        section="Option C",
        tool="vercel 63.1.2",
        rc=2,
        ended="by itself",
        intended="MAINTENANCE_MODE is 'true' in production",
        seen="nothing changed",
        finding="it ended with rc 2, and MAINTENANCE_MODE is not set in production",
        suggestion="printf %s true | vercel env add MAINTENANCE_MODE production",
        rehearsed=True,
        said="Error: Invalid environment: <b>true</b>",
    ),
    Row(check="line-5", command="1. Cliquer → \x1b[31mConfirmer", lines=[5], finding="a step for a person"),
    Row(check="line-7", command="vercel ls", lines=[7], tool="vercel 63.1.2", rc=0, ended="by itself"),
)
OUTCOMES = (Outcome.FAIL, Outcome.NOT_RUN, Outcome.PASS)


def verdict(**changes: Any) -> Verdict:
    """One that fails, one that is not run, one that passes."""
    checks = [
        Check(id=row.check, kind="command", outcome=outcome, blocking=row.ended != "not run")
        for row, outcome in zip(ROWS, OUTCOMES, strict=True)
    ]
    fields: dict[str, Any] = {
        "run_id": "20261123T120000Z-panne",
        "job": "runbook",
        "started_at": NOON,
        "verdict": Result.FAIL,
        "reasons": [Reason(code="no-such-effect", check="line-3", message="told in its row")],
        "target": Target(url="panne.md", env="world"),
        "timing": Timing(used_s=12),
        "checks": checks,
        "runbook": RunbookCheck(
            file="panne.md",
            egress_enforced=False,
            egress="this machine allows none",
            command="firedrill runbook check panne.md",
            rows=list(ROWS),
        ),
        "suggested_action": "correct-runbook",
        **changes,
    }
    return Verdict(**fields)


def printed(verdict: Verdict) -> str:
    """What the terminal shows, on one line."""
    console = Console(file=io.StringIO(), width=100)
    print_verdict(console, verdict, Path())
    assert isinstance(console.file, io.StringIO)
    return " ".join(console.file.getvalue().split())


def test_the_terminal_tells_every_command() -> None:
    """What it is for, what was seen, what to write instead; the reasons are in the rows."""
    said = printed(verdict())

    for words in (
        "1 of 2 commands that were judged do not do what they are for (1 not run).",
        "egress NOT enforced: this machine allows none",
        "DOES NOT vercel env add MAINTENANCE_MODE true production lines 3, 9",
        "with vercel 63.1.2, rc 2",
        "seen nothing changed",
        "(rehearsed: does it)",
        "not run 1. Cliquer → Confirmer",
        "does it vercel ls",
        "correct the runbook",
    ):
        assert words in said
    assert "told in its row" not in said


def test_what_no_row_tells_is_told_first() -> None:
    """As that it was interrupted."""
    reason = Reason(code="interrupted", message="interrupted: 2 of 5 were not looked at")

    cut_short = verdict(verdict=Result.INCONCLUSIVE, reasons=[reason])

    assert "Why - interrupted: 2 of 5" in printed(cut_short)
    assert "interrupted: 2 of 5" in page.render(cut_short, [])


def test_the_page_has_a_table_of_commands() -> None:
    """All seven columns; a stranger's text stays text."""
    told = page.render(verdict(), [])

    for words in (
        "Do the commands of panne.md do what they are for?",
        "Intended effect",
        "Seen effect",
        "Suggested wording",
        "printf %s true | vercel env add",
        "Invalid environment: &lt;b&gt;true&lt;/b&gt;",
        "egress NOT enforced",
        "firedrill runbook check panne.md",
    ):
        assert words in told
    assert "\x1b" not in told
    assert "told in its row" not in told


def test_ci_gets_a_test_for_each_command() -> None:
    """And a summary with the question."""
    assert junit.render(verdict()).count("<testcase") == 3
    assert "Do the commands of panne.md" in job_summary.summary(verdict(), Path())
