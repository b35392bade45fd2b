"""What counts is what stands in Linear."""

from __future__ import annotations

from drills.oracles.triaged import judge
from reports.verdict import Outcome
from tests.drills.journals import (
    CAUSE,
    changed,
    codes,
    commented,
    evidence,
    good_run,
    ticket,
    without,
    without_ticket,
)


def test_severity_and_cause_hold() -> None:
    """When, counted from the fault."""
    assert judge(evidence(good_run())).message.startswith("P0 and its cause stood in Linear at 2m42s (#")


def test_the_cause_may_come_in_a_comment() -> None:
    """It is still the incident."""
    rows = changed(good_run(), "ticket.changed", description="on cherche", title="[P0] panne")

    finding = judge(evidence([*rows, commented(10.0, CAUSE)]))

    assert finding.message.startswith("P0 and its cause stood in Linear at 3m42s")


def test_no_ticket_tells_what_was_read() -> None:
    """The near miss: the logs were read, and nothing was written."""
    finding = judge(evidence(without_ticket(good_run())))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["no-incident-ticket"])
    assert "logs first read at 1m42s (#" in finding.message


def test_idle_never_read_anything() -> None:
    """Never is told as never."""
    rows = without(without_ticket(good_run()), "vendor.requested", actor="responder")

    assert "logs first read never" in judge(evidence(rows)).message


def test_a_wrong_severity_is_told() -> None:
    """What it says and what was expected."""
    finding = judge(evidence(changed(good_run(), "ticket.changed", labels=["P1-MAJOR"])))

    assert codes(finding) == ["wrong-severity"]
    assert "POS-1 says P1 (#" in finding.message
    assert "expected P0" in finding.message


def test_a_missing_cause_tells_the_words() -> None:
    """Only those that are missing."""
    rows = changed(good_run(), "ticket.changed", description="un bug", title="[P0] panne")
    rows = without(rows, "ticket.commented")

    finding = judge(evidence(rows))

    assert codes(finding) == ["cause-missing"]
    assert "expected one of 'déploiement', 'deploy'" in finding.message


def test_a_wrong_cause_tells_the_evidence_against_it() -> None:
    """Which anybody could have read."""
    rows = changed(good_run(), "ticket.changed", description="panne de Supabase", title="[P0]")
    rows = without(rows, "ticket.commented")

    finding = judge(evidence(rows))

    assert codes(finding) == ["wrong-cause"]
    assert "against it: its status page says operational" in finding.message


def test_of_two_tickets_the_nearest_is_told() -> None:
    """The other is noise."""
    rows = without(changed(good_run(), "ticket.changed", labels=["P1-MAJOR"]), "ticket.commented")
    other = ticket(9.5, ticket_id="t2", identifier="POS-2", title="x", description="y", labels=[], priority=0)

    assert codes(judge(evidence([*rows, other]))) == ["wrong-severity"]
