"""A rate limit so high that it refuses nobody any more, whoever it is."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.refusals import limit_of, per_minute
from drills.ways.way import built
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each deployment that was built with it."""
    abuse = per_minute(case, legitimate=False)
    for event, fact in built(case):
        limit = limit_of(fact).per_minute
        if "RATE_LIMIT_PERSIST_LOGIN" in fact.changed and abuse and limit >= abuse:
            yield event
