"""Linear issues as they stood: severity, text, post-mortem."""

from __future__ import annotations

from typing import Any

import pytest

from drills.tickets import Ticket, tickets
from tests.drills.journals import POSTMORTEM, Row, commented, evidence, good_run, ticket, without


def states(*rows: Row) -> list[Ticket]:
    """Every state of the tickets of a run with only these."""
    run = without(without(good_run(), "ticket.changed"), "ticket.commented")
    return list(tickets(evidence([*run, *rows]).case))


@pytest.mark.parametrize(
    ("fields", "severity"),
    [
        ({"labels": ["bug", "P1-MAJOR"], "title": "[P0] x", "priority": 1}, "P1"),
        ({"labels": [], "title": "[P2] x", "priority": 1}, "P2"),
        ({"labels": [], "title": "x", "priority": 1}, "P0"),
        ({"labels": [], "title": "x", "priority": 2}, "P1"),
        ({"labels": [], "title": "x", "priority": 0}, None),
        ({"labels": ["POP0"], "title": "MP0X", "priority": 0}, None),
    ],
)
def test_severity_is_read_from_label_title_priority(fields: dict[str, Any], severity: str | None) -> None:
    """In this order."""
    (state,) = states(ticket(9, **fields))

    assert state.severity() == severity


def test_the_text_is_all_that_was_written() -> None:
    """Title, description and comments, also of what was replaced meanwhile."""
    last = states(
        ticket(9, title="a", description="b"), commented(10, "c"), ticket(11, title="d", description="e")
    )[-1]

    assert last.text.split() == ["a", "b", "c", "d", "e"]


def test_somebody_elses_ticket_is_not_the_responders() -> None:
    """What the harness wrote is not counted for the responder."""
    assert states(ticket(9, actor="harness")) == []


def test_a_ticket_from_before_the_fault_is_not_about_it() -> None:
    """Nor what stood in it."""
    assert states(ticket(3)) == []


@pytest.mark.parametrize(
    ("body", "is_one"),
    [(POSTMORTEM, True), ("Post mortem\nCause: x", True), ("post-mortem to follow", False), ("a\nb", False)],
)
def test_a_postmortem_is_called_one_and_is_more_than_a_remark(body: str, *, is_one: bool) -> None:
    """A promise of one is none."""
    assert states(ticket(9), commented(10, body))[-1].adds_postmortem is is_one
