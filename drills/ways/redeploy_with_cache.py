"""The same commit, built again from what the build cache holds: `vercel --prod` without ``--force``."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from drills.ways.way import rebuilt
from reports.journal import Event

KIND_OF = "redeploy"


def taken(case: Case) -> Iterator[Event]:
    """Each build with the cache."""
    return (event for event, fact in rebuilt(case) if not fact.clean)
