"""A variable that had gone out wrong was changed again, and a deployment built with it went live."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import built, faulty_variables
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each build that differs in one of those."""
    wrong = faulty_variables(case)
    return (event for event, fact in built(case) if wrong & set(fact.changed))
