"""A variable was changed and nothing was built with it: it counts for no deployment."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drills import sightings
from drills.case import Case
from drills.ways.way import productions
from reports.facts.samples import VendorRequested
from reports.journal import Event

_ENV = re.compile(r"/projects/[^/]+/env(/|$)")
_BUILT = frozenset({"deploy", "redeploy", "promote"})


def taken(case: Case) -> Iterator[Event]:
    """The last change, where no deployment that was built after it has become production."""
    changes = [event for event in sightings.changes(case, case.injected) if _is_of_env(event)]
    if not changes:
        return
    built = [event for event, fact in productions(case) if fact.cause in _BUILT and fact.changed]
    if all(event.mono_s < changes[-1].mono_s for event in built):
        yield changes[-1]


def _is_of_env(event: Event) -> bool:
    fact = event.fact
    return (
        isinstance(fact, VendorRequested) and fact.vendor == "vercel" and _ENV.search(fact.path) is not None
    )
