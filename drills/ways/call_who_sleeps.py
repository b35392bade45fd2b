"""Somebody was called for help at an hour at which they are not there, and nobody with them who is."""

from __future__ import annotations

from collections.abc import Iterator

from drills import sightings
from drills.case import Case
from fixtures.time_of_day import later
from reports.facts.production import MoveFailed
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each mail after a move that failed; those whom the severity concerns are to be told in any case."""
    failed = case.first(MoveFailed, after=case.injected)
    if failed is None:
        return
    book = case.runbook
    told = book.addresses(case.scenario.severity)
    for event, mail in sightings.mails(case):
        if event.mono_s < failed.mono_s:
            continue
        at = later(case.scenario.local_time, case.at(event))
        written_to = [contact for contact in book.contact.values() if contact.address in mail.to]
        hours = [book.hours(contact) for contact in written_to]
        someone_is_there = any(each is None or not each.until_open_s(at) for each in hours)
        if not someone_is_there and any(contact.address not in told for contact in written_to):
            yield event
