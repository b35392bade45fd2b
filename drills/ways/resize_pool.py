"""More connections in Supabase's pool (runbook, section 2, scenario 2)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.sightings import RESPONDER
from reports.facts.database import PoolResized
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each time that the responder made it larger."""
    resized = case.seen(PoolResized, lambda fact: fact.actor == RESPONDER, after=case.injected)
    return (event for event, fact in resized if fact.size > fact.before)
