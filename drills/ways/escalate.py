"""Maintenance, a call to somebody who was there, and then what they advised."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import built, productions
from reports.facts.messages import AdviceGiven
from reports.journal import Event

PARTS = ("maintenance",)


def taken(case: Case) -> Iterator[Event]:
    """Each build of what had been advised, which lets users in again after maintenance.

    Whether the call or the maintenance came first does not matter: both were there before.
    """
    advice = case.seen(AdviceGiven, after=case.injected)
    closed = [event for event, fact in productions(case) if fact.maintenance]
    for event, fact in built(case):
        advised = any(given.commit == fact.commit and told.mono_s <= event.mono_s for told, given in advice)
        if advised and any(before.mono_s < event.mono_s for before in closed):
            yield event
