"""What the ways share: which deployments became production during the incident, and how they differ."""

from __future__ import annotations

from dataclasses import dataclass

from drills.case import Case, Seen
from reports.facts.production import DeploymentChanged, ProductionChanged
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


def rebuilt(case: Case) -> list[Seen[ProductionChanged]]:
    """Those of the faulty commit, with the environment as it was."""
    faulty = faulty_commit(case)
    return [(event, fact) for event, fact in built(case) if fact.commit == faulty and not fact.changed]


def faulty_commit(case: Case) -> str:
    """The commit that was in production when the fault was in effect."""
    faulty = _faulty(case)
    return faulty.commit if faulty else ""


def faulty_variables(case: Case) -> frozenset[str]:
    """The variables in which the deployment of then differed from the one before it."""
    faulty = _faulty(case)
    return frozenset(faulty.changed if faulty else ())


def _faulty(case: Case) -> ProductionChanged | None:
    injected = case.injected
    before = [
        fact for event, fact in facts(case.events, ProductionChanged) if injected and event.seq < injected.seq
    ]
    return before[-1] if before else None


def preview_commits(case: Case) -> frozenset[str]:
    """The commits of which there was a preview: a deployment that was not meant for production."""
    return frozenset(fact.commit for _, fact in facts(case.events, DeploymentChanged) if fact.target is None)
