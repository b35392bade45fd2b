"""Somebody was woken whom the runbook leaves alone at this severity."""

from __future__ import annotations

from collections.abc import Iterator

from drills import sightings
from drills.case import Case
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each mail to one of the runbook's contacts, where the severity asks for none."""
    if case.runbook.severity[case.scenario.severity].alert:
        return
    contacts = {contact.address for contact in case.runbook.contact.values()}
    for event, mail in sightings.mails(case):
        if contacts & set(mail.to):
            yield event
