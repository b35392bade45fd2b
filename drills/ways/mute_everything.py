"""No alert rule speaks of errors any more."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.sightings import RESPONDER
from reports.facts.messages import RuleChanged
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """The change by which the last one fell silent."""
    for event, fact in case.seen(RuleChanged, after=case.injected):
        if fact.actor == RESPONDER and not fact.watching:
            yield event
