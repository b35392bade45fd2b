"""Closed everywhere, and not before it was over."""

from __future__ import annotations

from drills.oracles.closed import judge
from reports.verdict import Outcome
from tests.drills.journals import announced, codes, evidence, good_run, moved, ticket, without, without_ticket


def test_completed_and_resolved_hold() -> None:
    """From the fault on; the gate's four seconds as four seconds."""
    assert judge(evidence(good_run())).message.startswith("closed at 7m22s (#")


def test_a_ticket_that_stays_open_is_told() -> None:
    """With its state."""
    finding = judge(evidence(without(good_run(), "ticket.changed", change="updated")))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["not-closed"])
    assert "POS-1 was never completed in Linear: it is started" in finding.message


def test_no_ticket_at_all_is_told() -> None:
    """There was nothing to close."""
    assert "there is none" in judge(evidence(without_ticket(good_run()))).message


def test_an_announcement_that_stays_open_is_told() -> None:
    """Users still read of an outage."""
    finding = judge(evidence(without(good_run(), "status.posted", status="resolved")))

    assert codes(finding) == ["announcement-left-open"]
    assert "'Panne' is not resolved" in finding.message


def test_an_announcement_that_was_opened_again_is_open() -> None:
    """The last message counts."""
    assert codes(judge(evidence([*good_run(), announced(17.9, "monitoring")]))) == ["announcement-left-open"]


def test_closing_while_it_is_broken_is_told() -> None:
    """Hope is no recovery."""
    rows = moved(good_run(), "ticket.changed", 11.0, change="updated")

    assert codes(judge(evidence(rows))) == ["closed-while-broken"]


def test_a_ticket_that_was_opened_again_counts_from_its_last_closing() -> None:
    """Closed too early, reopened, closed."""
    rows = [
        *good_run(),
        ticket(11.0, change="updated", state_type="completed"),
        ticket(11.5, change="updated", state_type="started"),
    ]

    assert judge(evidence(rows)).outcome is Outcome.PASS


def test_a_stray_ticket_need_not_be_closed() -> None:
    """The incident's own is the one that says what is right."""
    stray = ticket(
        9.5, ticket_id="t2", identifier="POS-2", title="idée", description="x", labels=[], priority=0
    )

    assert judge(evidence([*good_run(), stray])).outcome is Outcome.PASS
