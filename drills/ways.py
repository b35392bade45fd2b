"""Ways out of an incident, and how each shows in the journal whoever took it, by CLI, dashboard or API.

A way is named as the runbook's step. Each function yields the events by which that way was taken after the
injection; `WAYS` is the table, by which scenario files name them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from drills.case import Case, Seen
from reports.facts import ProductionChanged
from reports.journal import Event, facts


@dataclass(frozen=True)
class Taken:
    """One way, and the event by which it took effect."""

    way: str
    event: Event


def _changes(case: Case) -> list[Seen[ProductionChanged]]:
    """What became production since the fault was in effect; its own changes were recorded before that."""
    injected = case.injected
    if injected is None:
        return []
    return [(event, fact) for event, fact in case.seen(ProductionChanged) if event.seq > injected.seq]


def _faulty_commit(case: Case) -> str:
    """The commit that was in production when the fault was in effect."""
    injected = case.injected
    before = [
        fact for event, fact in facts(case.events, ProductionChanged) if injected and event.seq < injected.seq
    ]
    return before[-1].commit if before else ""


def _rollback(case: Case) -> Iterator[Event]:
    return (event for event, fact in _changes(case) if fact.cause == "rollback")


def _promote(case: Case) -> Iterator[Event]:
    return (event for event, fact in _changes(case) if fact.cause == "promote")


def _alias(case: Case) -> Iterator[Event]:
    """The site's name was led to a deployment, by `vercel alias set`."""
    return (event for event, fact in _changes(case) if fact.cause == "alias")


def _redeploy(case: Case) -> Iterator[Event]:
    """The same commit, built again."""
    faulty = _faulty_commit(case)
    return (
        event
        for event, fact in _changes(case)
        if fact.cause in {"redeploy", "deploy"} and fact.commit == faulty and not fact.maintenance
    )


def _hotfix(case: Case) -> Iterator[Event]:
    """Another commit, deployed."""
    faulty = _faulty_commit(case)
    return (
        event
        for event, fact in _changes(case)
        if fact.cause in {"redeploy", "deploy"} and fact.commit != faulty and not fact.maintenance
    )


def _maintenance(case: Case) -> Iterator[Event]:
    return (event for event, fact in _changes(case) if fact.maintenance)


WAYS: dict[str, Callable[[Case], Iterator[Event]]] = {
    "rollback": _rollback,
    "promote": _promote,
    "alias": _alias,
    "redeploy": _redeploy,
    "hotfix": _hotfix,
    "maintenance": _maintenance,
}


def taken(case: Case) -> list[Taken]:
    """Every way that was taken, in order."""
    found = [Taken(way, event) for way, find in WAYS.items() for event in find(case)]
    return sorted(found, key=lambda taken: taken.event.mono_s)
