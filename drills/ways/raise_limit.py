"""A higher rate limit, which still is one (section 2, scenario 3: 10 to 20)."""

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
        if "RATE_LIMIT_PERSIST_LOGIN" in fact.changed and (not abuse or limit < abuse):
            yield event
