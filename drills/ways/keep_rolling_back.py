"""The platform was asked again and again for what it had failed to do."""

from __future__ import annotations

from collections.abc import Iterator

from drills.case import Case
from reports.facts.production import MoveFailed
from reports.journal import Event

# Three doors lead to an earlier deployment: rollback, promote, alias. Whoever tries each once, or one of them
# again since it may have been bad luck, still finds something out; from the fourth failure on nobody does.
HUMAN_TRIES = 3


def taken(case: Case) -> Iterator[Event]:
    """Each failure after those from which there was something to learn."""
    return (event for event, _ in case.seen(MoveFailed, after=case.injected)[HUMAN_TRIES:])
