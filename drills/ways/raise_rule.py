"""An alert rule was changed, and errors are still told: by it or by another one."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.sightings import RESPONDER
from reports.facts.messages import RuleChanged
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each change."""
    for event, fact in case.seen(RuleChanged, after=case.injected):
        if fact.actor == RESPONDER and fact.change == "changed" and fact.watching:
            yield event
