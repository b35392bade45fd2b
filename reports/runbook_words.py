"""How a checked runbook reads: its answer in one sentence, and each command with what it did."""

from __future__ import annotations

from collections.abc import Iterator

from reports.runbook_record import Row, RunbookCheck
from reports.text import one_line
from reports.verdict import Check, Outcome, Verdict

_WORD = {
    Outcome.PASS: "does it",
    Outcome.FAIL: "DOES NOT",
    Outcome.FLAKY: "flaky",
    Outcome.INCONCLUSIVE: "not judged",
    Outcome.NOT_RUN: "not run",
}


def question(runbook: RunbookCheck) -> str:
    """What was asked."""
    return f"Do the commands of {one_line(runbook.file)} do what they are for?"


def answer(verdict: Verdict, runbook: RunbookCheck) -> str:
    """How many do, how many do not, and how many nobody can tell of."""
    judged = [
        check for check in verdict.checks if check.blocking and check.outcome in {Outcome.PASS, Outcome.FAIL}
    ]
    failed = [check for check in judged if check.outcome is Outcome.FAIL]
    not_run = [row for row in runbook.rows if row.ended == "not run"]
    unknown = len(verdict.checks) - len(judged) - len(not_run)
    if not judged:
        told = "No command could be judged"
    elif failed:
        told = f"{len(failed)} of {len(judged)} commands that were judged do not do what they are for"
    else:
        told = f"All {len(judged)} commands that were judged do what they are for"
    rest = [f"{len(not_run)} not run"] if not_run else []
    rest += [f"{unknown} not judged"] if unknown else []
    return f"{told}{' (' + ', '.join(rest) + ')' if rest else ''}."


def egress(runbook: RunbookCheck) -> str:
    """Whether anything could leave the world."""
    return f"egress {'enforced' if runbook.egress_enforced else 'NOT enforced'}: {one_line(runbook.egress)}"


def progress(row: Row, outcome: Outcome) -> str:
    """One line as it becomes known."""
    return f"{_WORD[outcome]:11}{row.check:10} {one_line(row.command, 80)}"


def word(check: Check) -> str:
    """Whether it does what it is for."""
    return _WORD[check.outcome]


def ended(row: Row) -> str:
    """The exit code, or how else it came to its end."""
    return (
        f"rc {row.rc}" if row.ended == "by itself" else "" if row.ended == "not run" else f"ended {row.ended}"
    )


def place(row: Row) -> str:
    """Where it is written."""
    lines = ", ".join(map(str, row.lines))
    return f"line{'s' if len(row.lines) > 1 else ''} {lines}"


def suggestion(row: Row) -> str:
    """What to write instead, and whether that is known to work."""
    if not row.suggestion:
        return ""
    return f"{row.suggestion}   ({'rehearsed: does it' if row.rehearsed else 'not shown to work here'})"


def details(row: Row) -> Iterator[tuple[str, str]]:
    """What there is to tell of a command, each with its label; nothing that is empty."""
    facts = (
        ("typed", row.typed),
        ("with", ", ".join(filter(None, (row.tool, ended(row))))),
        ("intended", row.intended),
        ("seen", row.seen),
        ("finding" if row.ended != "not run" else "why", row.finding),
        ("instead", suggestion(row)),
    )
    yield from ((label, value) for label, value in facts if value)
