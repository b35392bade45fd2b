"""People by mail, users on the status page, before it is over."""

from __future__ import annotations

from drills.oracles.informed import judge
from reports.verdict import Outcome
from tests.drills.journals import announced, changed, codes, evidence, good_run, mailed, moved, without


def test_people_and_users_hold() -> None:
    """By their titles."""
    assert judge(evidence(good_run())).message == "alerted: DevOps Lead, Product Owner; users informed"


def test_each_person_who_was_not_alerted_is_told() -> None:
    """With who was."""
    rows = [*without(good_run(), "mail.sent", message_id="m2"), mailed(9.1, "florian@postry.ai")]

    finding = judge(evidence(rows))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["people-not-alerted"])
    assert "DevOps Lead (devops@postry.ai) was not alerted; mailed: florian@postry.ai" in finding.message


def test_a_mail_by_another_is_not_the_responders() -> None:
    """The alert itself went to whoever is on call."""
    rows = changed(good_run(), "mail.sent", actor="harness")

    assert codes(judge(evidence(rows))) == ["people-not-alerted", "people-not-alerted"]


def test_people_alerted_when_it_was_over_are_told() -> None:
    """That is news, not an alert."""
    rows = moved(good_run(), "mail.sent", 17.8, message_id="m2")

    assert codes(judge(evidence(rows))) == ["people-alerted-late", "people-alerted-late"]


def test_users_who_were_not_informed_are_told() -> None:
    """They saw it."""
    finding = judge(evidence(without(good_run(), "status.posted")))

    assert codes(finding) == ["users-not-informed"]


def test_an_empty_announcement_informs_nobody() -> None:
    """A title without a word."""
    finding = judge(evidence(changed(good_run(), "status.posted", body=" ")))

    assert codes(finding) == ["users-not-informed"]
    assert "2 posts without a text" in finding.message


def test_users_informed_when_it_was_over_are_told() -> None:
    """After the ticket was closed."""
    rows = [*without(good_run(), "status.posted"), announced(17.9, "resolved")]

    assert judge(evidence(rows)).outcome is Outcome.PASS  # its end is the incident's end

    rows = [
        *without(good_run(), "status.posted"),
        announced(17.5, "resolved", body=""),
        announced(17.9, "resolved"),
    ]

    assert codes(judge(evidence(rows))) == ["users-informed-late"]


def test_what_users_do_not_notice_needs_no_announcement() -> None:
    """Only people are told."""
    rows = without(good_run(), "status.posted")
    scenario = {**rows[1][2]["scenario"], "visible": False}

    assert judge(evidence(changed(rows, "scenario.stated", scenario=scenario))).outcome is Outcome.PASS
