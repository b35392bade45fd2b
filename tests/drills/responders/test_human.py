"""The plain terminal form: the alert, the tools, the clocks of what was declared."""

from __future__ import annotations

import threading
from io import StringIO
from pathlib import Path

from drills import runbook
from drills.responders.human import Human, clocks
from reports.console import Console
from reports.facts.responder import ResponderSaid
from tests.drills.journals import good_run, journal
from tests.drills.responders.test_program import engagement


def shown(renderable: object) -> str:
    """As it stands on a terminal."""
    console = Console(file=StringIO(), width=140)
    console.print(renderable)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_it_shows_the_alert_and_how_to_work(tmp_path: Path) -> None:
    """And ends when the second terminal says resolved."""
    given = engagement(tmp_path, limit_s=10)
    output = StringIO()
    threading.Timer(0.2, lambda: given.journal.record(ResponderSaid(what="resolved"))).start()

    ending = Human(Console(file=output, width=140)).respond(given)

    assert ending.reason == "finished"
    now = f"Il est {given.brief.local_time:%H:%M}"
    for words in (
        "TypeError",
        now,
        str(runbook.FILE),
        f"source {given.env_file}",
        "drill say",
        "say resolved",
    ):
        assert words in output.getvalue()
    given.journal.close()


def test_on_a_terminal_the_clocks_run(tmp_path: Path) -> None:
    """Drawn in place until resolved."""
    given = engagement(tmp_path, limit_s=10)
    output = StringIO()
    threading.Timer(0.7, lambda: given.journal.record(ResponderSaid(what="resolved"))).start()

    ending = Human(Console(file=output, width=140, force_terminal=True)).respond(given)

    assert ending.reason == "finished"
    assert "Triage" in output.getvalue()
    given.journal.close()


def test_time_is_up(tmp_path: Path) -> None:
    """With and without a terminal."""
    for terminal in (False, True):
        given = engagement(tmp_path, limit_s=0.2)

        ending = Human(Console(file=StringIO(), force_terminal=terminal)).respond(given)

        assert ending.reason == "out-of-time"
        given.journal.close()


def test_a_phase_that_runs_and_one_that_is_over() -> None:
    """Each against its budget, in drill time."""
    until_now = [row for row in good_run() if row[0] < 10]

    text = shown(clocks(runbook.load(), journal(until_now), 100 + 10.0))

    assert "03:42 depuis la panne" in text
    assert _line(text, "Triage") == ["Triage", "02:03", "5m00s"]
    assert _line(text, "Mitigation") == ["Mitigation", "00:57 …", "10m00s"]
    assert _line(text, "Validation") == ["Validation", "-", "5m00s"]


def test_what_the_judge_sees_is_not_shown() -> None:
    """A wrong cause runs as good a clock as a right one: the screen must not tell which it is."""
    right = [row for row in good_run() if row[0] < 10]
    wrong = [
        (at, kind, {**fields, "description": "Gemini"} if kind == "ticket.changed" else fields)
        for at, kind, fields in right
    ]

    book = runbook.load()

    assert shown(clocks(book, journal(right), 110.0)) == shown(clocks(book, journal(wrong), 110.0))


def _line(text: str, title: str) -> list[str]:
    line = next(line for line in text.splitlines() if title in line)
    return [cell.strip() for cell in line.strip("│ ").split("│")]
