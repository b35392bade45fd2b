"""Late is told with by how much and with what was near."""

from __future__ import annotations

from drills.oracles.budgets import judge
from reports.verdict import Outcome
from tests.drills.journals import changed, codes, evidence, good_run, moved


def test_in_time_holds() -> None:
    """Each phase with its budget."""
    message = judge(evidence(good_run())).message

    assert message.startswith("triage took 2m00s, budget 5m00s, mitigate took 2m52s, budget 10m00s")


def test_late_triage_tells_the_near_misses() -> None:
    """When the logs were first read, when the ticket came."""
    finding = judge(evidence(moved(good_run(), "ticket.changed", 13.2, change="created")))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["triage-late"])
    end = finding.problems[0].events[0]
    assert (
        f"triage took 5m31s, budget 5m00s, 31s late by #{end}; first log read at 1m00s (#" in finding.message
    )
    assert "first ticket at 5m31s (#" in finding.message


def test_late_mitigation_tells_what_was_done_when() -> None:
    """Against a scenario's own budget."""
    rows = good_run()
    scenario = {**rows[1][2]["scenario"], "budgets": {"mitigate": 60.0}}

    finding = judge(evidence(changed(rows, "scenario.stated", scenario=scenario)))

    assert codes(finding) == ["mitigate-late"]
    assert "first change at 18s (#" in finding.message
    assert "rollback in effect at 2m48s (#" in finding.message
    assert finding.message.endswith(" at a cost of 2m30s")


def test_late_validation_tells_the_gates() -> None:
    """Which ran, and what they said."""
    rows = good_run()
    scenario = {**rows[1][2]["scenario"], "budgets": {"validate": 30.0}}

    finding = judge(evidence(changed(rows, "scenario.stated", scenario=scenario)))

    assert codes(finding) == ["validate-late"]
    assert "gate PASS at 42s (#" in finding.message


def test_too_close_is_inconclusive() -> None:
    """Nearer than the probes can tell at this pace."""
    finding = judge(evidence(moved(good_run(), "ticket.changed", 11.7, change="created")))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["triage-too-close"])
    assert "too close to tell" in finding.message


def test_nothing_timed_is_inconclusive() -> None:
    """A responder who did nothing was not quick."""
    rows = [row for row in good_run() if row[2].get("actor") != "responder"]

    finding = judge(evidence(rows))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["nothing-timed"])
