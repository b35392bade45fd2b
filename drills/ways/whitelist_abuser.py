"""The address from which Postry is abused passes the rate limit: it is the one with most refusals."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.refusals import addresses, limit_of
from drills.ways.way import built
from reports.journal import Event


def taken(case: Case) -> Iterator[Event]:
    """Each deployment that was built with it."""
    abusive = addresses(case, legitimate=False)
    for event, fact in built(case):
        if "WHITELIST_IPS" in fact.changed and limit_of(fact).whitelist & abusive:
            yield event
