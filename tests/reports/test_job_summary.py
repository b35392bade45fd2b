"""The job's summary, read by a Markdown parser as its reader's browser would have it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from reports.job_summary import LARGEST_BYTES, summary
from reports.verdict import Artifact, Attempt, Check, Drill, Outcome, Phase, Reason, Result, Target, Verdict
from tests.reports.drills import drill_verdict, failing_drill, inconclusive_drill, passing_drill
from tests.reports.gates import failing_gate, gate_verdict, inconclusive_gate, passing_gate
from tests.reports.loads import higher_limit, load_of, load_verdict, partial_fix, proven_fix

FOLDER = Path("/runs/smoke/r1")
HOSTILE = (
    "a|b `c` **d** <script>alert(1)</script><img src=x onerror=alert(1)> &lt;b&gt; @everyone\n\n## Forged\n"
    "| pass | forged |\n- [x](https://evil.example) https://evil.example ![y](https://evil.example/z.png) $1$"
)
SAMPLES = {
    "gate-pass": passing_gate(),
    "gate-fail": failing_gate(),
    "gate-open": inconclusive_gate(),
    "drill-pass": passing_drill()[0],
    "drill-fail": failing_drill()[0],
    "drill-open": inconclusive_drill()[0],
}


class Read(HTMLParser):
    """The tags of a rendered summary, its tables' rows of cells, and all of its words."""

    def __init__(self, verdict: Verdict, folder: Path = FOLDER) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.rows: list[list[str]] = []
        self.words = ""
        self.first_heading = ""
        self._open: list[str] = []
        # What GitHub allows beside plain Markdown: tables, and the HTML that it does not clean away.
        self.feed(MarkdownIt("commonmark", {"html": True}).enable("table").render(summary(verdict, folder)))
        self.words = " ".join(self.words.split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note it; a row begins a row, a cell a cell."""
        self.tags.add(tag)
        self._open.append(tag)
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self.rows[-1].append("")
        if tag == "br":
            self._open.pop()
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        """Close it."""
        self._open.pop()
        self.words += " "

    def handle_data(self, data: str) -> None:
        """Words belong to the document, and to the cell or the heading that they stand in."""
        self.words += data
        if {"td", "th"} & set(self._open):
            self.rows[-1][-1] += data
        if "h2" in self._open and not self.rows:
            self.first_heading += data


@pytest.mark.parametrize("verdict", SAMPLES.values(), ids=SAMPLES)
def test_everything_of_the_verdict_is_told(verdict: Verdict) -> None:
    """The verdict first; reasons with their section, checks, the target, the run, the files."""
    read = Read(verdict)

    assert str(verdict.verdict) in read.first_heading.split()
    for reason in verdict.reasons:
        assert reason.message in read.words
        assert not reason.runbook_ref or f"(runbook {reason.runbook_ref})" in read.words
    for check in verdict.checks:
        (row,) = [cells for cells in read.rows if f"({check.id})" in " ".join(cells)]
        assert check.outcome.value.replace("_", " ") in row[0]
        assert ("advice only" in row[0]) is not check.blocking
        assert check.title in row[1]
        assert check.message in row[1]
        for artifact in check.artifacts:
            assert artifact.path in read.words
    for fact in (verdict.target.url, verdict.target.deployment_id, verdict.target.commit, verdict.run_id):
        assert fact is not None
        assert fact in read.words
    assert f"Files in {FOLDER}: report.html" in read.words


def test_a_check_has_its_duration_what_was_observed_and_the_threshold() -> None:
    """Each in a column of its own."""
    rows = {row[1].split("(")[-1].split(")")[0]: row for row in Read(failing_gate()).rows}

    assert [cell.split()[0] for cell in Read(failing_gate()).rows[0]] == [
        "outcome",
        "check",
        "took",
        "observed",
        "threshold",
    ]
    assert rows["dashboard"][2:] == ["5.1s", "", ""]
    assert next(row for row in Read(failing_gate()).rows if "log-errors" in row[1])[2:] == [
        "",
        "17 of 212",
        "0",
    ]


def test_what_to_do_is_told_in_the_runbooks_terms() -> None:
    """An action alone is a word; its option is what the runbook has."""
    read = Read(failing_gate().model_copy(update={"suggested_action": "maintenance"}))

    assert "Next: maintenance (option C): put the maintenance page up" in read.words


def test_a_partial_run_does_not_read_as_a_full_one() -> None:
    """Beside the verdict itself, where a glance ends."""
    part = Read(passing_gate().model_copy(update={"selection": "only landing, quiz"}))

    assert part.first_heading.startswith("✅ PASS (partial run: only landing, quiz) · ")
    assert "All 6 blocking checks of this partial run passed" in part.words
    assert "partial run" not in Read(passing_gate()).words


def test_a_flaky_check_is_told_with_its_attempts() -> None:
    """Each attempt with its class and its message, once; what it counts as, where that is not a pass."""
    strict = passing_gate().model_copy(update={"flaky_counts_as": Result.INCONCLUSIVE})
    (row,) = [row for row in Read(strict).rows if "(quiz)" in row[1]]

    assert "flaky" in row[0]
    assert row[1].endswith(
        "passed at attempt 2 attempt 1: fail in 410 ms, net::ERR_CONNECTION_RESET: page.goto: "
        "net::ERR_CONNECTION_RESET at /quiz attempt 2: pass in 980 ms"
    )
    assert "A flaky check counts as INCONCLUSIVE here." in Read(strict).words
    assert "counts as" not in Read(passing_gate()).words


def test_blocked_writes_are_listed() -> None:
    """Each of them, and nothing where there are none."""
    blocked = failing_gate().model_copy(update={"mutations_blocked": ["POST /persist", "DELETE /x"]})

    assert (
        "Writes kept from the site, which is read-only here: POST /persist DELETE /x" in Read(blocked).words
    )
    assert "Writes" not in Read(failing_gate()).words


def test_a_check_that_was_never_heard_of_is_a_row() -> None:
    """And a run without any check is no empty table."""
    assert any("login expected, but it never ran" in row[1] for row in Read(inconclusive_gate()).rows)
    assert Read(gate_verdict(Result.INCONCLUSIVE, [])).rows[1][1] == "no check ran"


def test_a_drill_has_its_phases() -> None:
    """Observed, budget and declared."""
    rows = Read(failing_drill()[0]).rows

    assert ["❌ fail: Triage", "9m09s", "5m00s", "9m09s"] in rows
    assert ["❔ not run: Post-mortem", "not seen", "24h00m", ""] in rows


def hostile(verdict: Verdict) -> Verdict:
    """Every text that a stranger can fill in is hostile."""
    tried = Attempt(outcome=Outcome.FAIL, error_class=HOSTILE, message=HOSTILE, duration_ms=1)
    kept = Artifact(path=HOSTILE, sha256="00", title=HOSTILE)
    bad = [
        Check(
            id=f"{outcome}{HOSTILE}",
            kind="journey",
            title=HOSTILE,
            outcome=outcome,
            message=HOSTILE,
            runbook_ref=HOSTILE,
            attempts=[tried, tried],
            observed=HOSTILE,
            threshold=HOSTILE,
            artifacts=[kept],
        )
        for outcome in (Outcome.FAIL, Outcome.FLAKY)
    ]
    changes = {
        "run_id": HOSTILE,
        "checks": bad,
        "reasons": [Reason(code=HOSTILE, message=HOSTILE, runbook_ref=HOSTILE)],
        "selection": HOSTILE,
        "mutations_blocked": [HOSTILE],
        "suggested_action": HOSTILE,
        "expected_checks": [HOSTILE],
        "artifacts": [kept],
        "target": Target(url=HOSTILE, env=HOSTILE, deployment_id=HOSTILE, commit=HOSTILE),
    }
    return verdict.model_copy(update=changes)


def hostile_drill() -> Verdict:
    """The same of a drill."""
    said = Drill(
        scenario=HOSTILE, title=HOSTILE, severity=HOSTILE, responder=HOSTILE, pace=1, seed=1, resolution_s=1
    )
    verdict = hostile(drill_verdict(Result.FAIL)).model_copy(update={"drill": said})
    phases = [Phase(id="triage", title=HOSTILE)]
    return verdict.model_copy(update={"timing": verdict.timing.model_copy(update={"phases": phases})})


@pytest.mark.parametrize("verdict", [hostile(failing_gate()), hostile_drill()], ids=["gate", "drill"])
def test_what_a_broken_site_says_is_only_text(verdict: Verdict) -> None:
    """No heading, row, link, picture or tag of its making; nobody is called."""
    read = Read(verdict, Path(HOSTILE))

    assert read.tags <= {"h2", "p", "ul", "li", "strong", "br", "table", "thead", "tbody", "tr", "th", "td"}
    assert sum(line.startswith("#") for line in summary(verdict, Path(HOSTILE)).splitlines()) == 1
    assert {len(row) for row in read.rows} <= {4, 5}
    assert len(read.rows) == (2 if verdict.drill else 0) + 1 + len(verdict.checks) + 1
    assert "<script>alert(1)</script>" in read.words
    assert "&lt;b&gt;" in read.words
    assert not re.search(r"@\w", read.words)


def test_nothing_of_its_markup_is_eaten() -> None:
    """What a message says stands there character by character."""
    said = "a|b `c` **d** _e_ [f](g) \\ & &amp; <h> $1 ~~x~~ #7 100 % 'q' \"r\" foo_bar"
    verdict = gate_verdict(Result.FAIL, [], reasons=[Reason(code="c", message=said)])

    assert said in Read(verdict).words


def test_it_stays_below_githubs_limit() -> None:
    """In bytes, whatever the letters; what is cut is whole lines, and it says so."""
    many = [
        Check(id=f"c{number}", kind="logs", outcome=Outcome.FAIL, message="é|" * 2000)
        for number in range(2000)
    ]
    text = summary(gate_verdict(Result.FAIL, many), FOLDER)

    assert LARGEST_BYTES - 10_000 < len(text.encode()) <= LARGEST_BYTES < 1024 * 1024
    assert text.endswith("… cut short here: verdict.json has it all.\n")
    assert all(line.endswith(" |") for line in text.splitlines() if line.startswith("| ❌"))


def test_a_load_stands_before_beside_after() -> None:
    """The question, the answer, a row a figure, what each arm found and what nobody waited for."""
    read = Read(partial_fix())

    assert read.first_heading == "❌ FAIL · Does DB_POOL_SIZE=16 end pool-exhaustion?"
    assert "DB_POOL_SIZE=16 helps, but does not end it." in read.words
    assert read.rows[0] == ["POST /persist-on-login", "before", "after", ""]
    assert read.rows[1][:3] == ["answer", "REPRODUCED", "PARTIAL"]
    assert ["capacity", "117/s", "125/s", "what the target serves at most"] in read.rows
    assert "15.3% of 1004 failed" in read.words
    assert "Incident pool-exhaustion, Persist-on-login fails" in read.words
    assert "after/locust.html" in read.words
    assert "a limit of 20 still refuses 4.6%" in Read(higher_limit()).words


def test_a_loads_text_is_only_text() -> None:
    """A title or a setting makes no row, no heading, no tag."""
    arm = load_of(proven_fix()).arms[0].model_copy(update={"name": HOSTILE, "because": HOSTILE})
    told = dict.fromkeys(("incident", "title", "request", "command", "prediction"), HOSTILE)
    read = Read(load_verdict(Result.PASS, [arm], asked={HOSTILE: {HOSTILE: HOSTILE}}, **told))

    assert read.tags <= {"h2", "p", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"}
    assert {len(row) for row in read.rows} == {3}
    assert not re.search(r"@\w", read.words)
