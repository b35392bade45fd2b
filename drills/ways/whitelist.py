"""The address of people with every right passes the rate limit, and only theirs (section 2, scenario 3)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.refusals import addresses, limit_of
from drills.ways.way import built
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each deployment that was built with it."""
    theirs, abusive = addresses(case, legitimate=True), addresses(case, legitimate=False)
    for event, fact in built(case):
        listed = limit_of(fact).whitelist
        if "WHITELIST_IPS" in fact.changed and listed & theirs and not listed & abusive:
            yield event
