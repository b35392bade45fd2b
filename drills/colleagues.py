"""Who of the runbook's contacts answers in a drill, when, and who of them knows the platform."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from drills.runbook import Runbook
from fixtures.colleague import Answer, Colleague
from fixtures.signs import SeverityId
from fixtures.vendors.mailbox import Mail


def of(book: Runbook, severity: SeverityId, advise: Callable[[Mail], Answer]) -> Sequence[Colleague]:
    """Everybody with an address for mail; who is on call for such an incident knows how to ``advise``."""
    knowing = book.on_call(severity)
    return [
        Colleague(contact.address, book.hours(contact), advise if contact.address in knowing else _refer)
        for contact in book.contact.values()
        if "@" in contact.address
    ]


def _refer(mail: Mail) -> Answer:  # noqa: ARG001
    return Answer("Je viens de vous lire. La plateforme, c'est l'affaire du DevOps Lead : appelez-le.")
