"""The same commit, built again from nothing: `vercel --prod --force` (étape 2B)."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import rebuilt
from reports.journal import Event

KIND_OF = "redeploy"


def taken(case: Case) -> Iterator[Event]:
    """Each build without the cache."""
    return (event for event, fact in rebuilt(case) if fact.clean)
