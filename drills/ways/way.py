"""What the ways share: which deployments became production during the incident, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass

from drills.case import Case, Seen
from reports.facts import ProductionChanged
from reports.journal import Event, facts


@dataclass(frozen=True)
class Taken:
    """One way, and the event by which it took effect."""

    way: str
    event: Event


def productions(case: Case) -> list[Seen[ProductionChanged]]:
    """What became production since the fault was in effect; its own changes were recorded before that."""
    injected = case.injected
    if injected is None:
        return []
    return [(event, fact) for event, fact in case.seen(ProductionChanged) if event.seq > injected.seq]


def built(case: Case) -> list[Seen[ProductionChanged]]:
    """Those that were built during the incident, not only moved, and serve."""
    return [
        (event, fact)
        for event, fact in productions(case)
        if fact.cause in {"redeploy", "deploy"} and not fact.maintenance
    ]


def faulty_commit(case: Case) -> str:
    """The commit that was in production when the fault was in effect."""
    injected = case.injected
    before = [
        fact for event, fact in facts(case.events, ProductionChanged) if injected and event.seq < injected.seq
    ]
    return before[-1].commit if before else ""
