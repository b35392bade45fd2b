"""The runbook's contacts, each with the hours that it gives them; who is on call knows the way out."""

from __future__ import annotations

from datetime import UTC, datetime

from drills import colleagues, runbook
from fixtures.colleague import Answer
from fixtures.vendors.mailbox import Mail

MAIL = Mail("m1", "astreinte@postry.ai", (), "Rollback en échec", "", datetime.now(UTC))


def test_only_who_is_on_call_knows_what_to_do() -> None:
    """The others keep business hours and send to them; who has no address for mail reads none."""
    book = runbook.load()

    people = colleagues.of(book, "P0", lambda mail: Answer(f"Conseil : {mail.subject}"))

    assert {each.address: (each.hours, each.says(MAIL).text.split(".")[0]) for each in people} == {
        "devops@postry.ai": (None, "Conseil : Rollback en échec"),
        "dev@postry.ai": (book.business_hours, "Je viens de vous lire"),
        "florian@postry.ai": (book.business_hours, "Je viens de vous lire"),
    }


def test_nobody_is_on_call_for_less() -> None:
    """The runbook leaves the DevOps Lead alone but for a P0."""
    people = colleagues.of(runbook.load(), "P1", lambda _: Answer("Conseil"))

    assert "Conseil" not in {each.says(MAIL).text for each in people}
