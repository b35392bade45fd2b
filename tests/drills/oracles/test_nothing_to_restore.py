"""How the oracles judge an incident in which no journey breaks: a false alarm, a minor problem."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import pytest

from drills.oracles import budgets, closed, mitigated, planned, recovered, validated
from reports.verdict import Outcome
from tests.drills.incidents import minor_ticket, unbroken
from tests.drills.journals import Row, asked, codes, evidence, mailed, production, resampled, ticket, without

CLOSED = ticket(17.6, state_type="completed")
OPENED = minor_ticket(9.0, assignee="", cycle="")


@pytest.mark.parametrize("oracle", [recovered, validated, closed, mitigated, planned, budgets])
@pytest.mark.parametrize(
    "rows", [unbroken("closed", CLOSED), unbroken("planned", OPENED, minor_ticket(10.0))], ids=["c", "p"]
)
def test_all_hold_where_all_was_right(oracle: ModuleType, rows: list[Row]) -> None:
    """Looked, changed nothing, closed; or looked, and planned."""
    finding = oracle.judge(evidence(rows))

    assert finding.outcome is Outcome.PASS, finding.message


def test_who_did_not_look_has_not_made_sure() -> None:
    """That nothing is broken is no guess."""
    rows = [row for row in unbroken("closed", CLOSED) if row[1] != "vendor.requested"]

    finding = validated.judge(evidence(rows))

    assert codes(finding) == ["not-looked"]
    assert "never read after the alert: logs, Sentry" in finding.message


def test_a_false_alarm_must_be_closed() -> None:
    """Else somebody else looks again."""
    rows = unbroken("closed", ticket(9.0))

    assert codes(closed.judge(evidence(rows))) == ["not-closed"]
    assert codes(mitigated.judge(evidence(rows))) == ["not-mitigated"]


def test_what_a_responder_breaks_is_broken() -> None:
    """Nothing was, before."""
    rows = resampled(unbroken("closed", CLOSED), lambda at: at < 14)

    assert codes(recovered.judge(evidence(rows))) == ["not-recovered"]


def test_a_wrong_way_is_wrong_though_all_else_is_right() -> None:
    """There was nothing that it could have mended."""
    wrong = [{"way": "rollback", "reason": "changed-it", "because": "nothing was broken"}]
    rows = unbroken("closed", CLOSED, production(11, "d1", "good", "rollback"), wrong=wrong)

    assert codes(mitigated.judge(evidence(rows))) == ["changed-it"]


def test_a_change_that_no_way_knows_is_no_right_one() -> None:
    """As of an environment variable."""
    rows = unbroken("planned", minor_ticket(10.0), asked(9.0, "vercel", "POST", "/v10/projects/p/env"))

    assert codes(mitigated.judge(evidence(rows))) == ["not-an-accepted-way"]


@pytest.mark.parametrize(
    ("fields", "lacks"),
    [
        ({"labels": ["P1-MAJOR"]}, "the label P2-MINOR"),
        ({"assignee": ""}, "an assignee"),
        ({"cycle": ""}, "a sprint"),
        ({"description": "Faute"}, "steps to reproduce, the impact on users, a workaround"),
        ({"description": "Étapes :\nImpact : rien\nContournement : rien"}, "a workaround"),
    ],
)
def test_an_incomplete_ticket_is_told_with_what_it_lacks(fields: dict[str, Any], lacks: str) -> None:
    """Whoever takes it next sprint needs all of it."""
    finding = planned.judge(evidence(unbroken("planned", minor_ticket(10.0, **fields))))

    if "Étapes :" in str(fields):  # what follows on the next line is what it says
        assert finding.outcome is Outcome.PASS
        return
    assert codes(finding) == ["ticket-incomplete"]
    assert finding.message.endswith(f"lacks: {lacks}")


def test_no_ticket_is_no_plan() -> None:
    """And nothing is asked of an incident that is restored."""
    assert codes(planned.judge(evidence(unbroken("planned")))) == ["not-planned"]
    assert planned.judge(evidence(unbroken("closed"))).outcome is Outcome.PASS


def test_waking_people_for_a_minor_problem_is_its_own_reason() -> None:
    """Colleagues who are nobody's contact do not count."""
    wrong = [{"way": "page-people", "reason": "paged", "because": "it can wait"}]
    woken = mailed(11.0, "devops@postry.ai")
    quiet = without(unbroken("planned", minor_ticket(10.0), wrong=wrong), "mail.sent", message_id="m2")

    assert codes(mitigated.judge(evidence([*quiet, woken]))) == ["paged"]
    assert mitigated.judge(evidence([*quiet, mailed(11.0, "samir@postry.ai")])).outcome is Outcome.PASS
