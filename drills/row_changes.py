"""What happened to users' posts between two counts of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from drills.case import Case, Seen
from drills.recovery import Outage
from reports.facts.database import RowsCounted
from reports.journal import Event

_TABLE = "posts"


@dataclass(frozen=True)
class RowChange:
    """How many more are lost, repaired and removed; ``event`` is dated by the last look before it."""

    event: Event
    lost: int
    repaired: int
    removed: int


def row_changes(case: Case) -> Iterator[RowChange]:
    """Each, in order."""
    counted = case.seen(RowsCounted, lambda fact: fact.table == _TABLE)
    for (_, before), (event, after) in pairwise(counted):
        yield RowChange(
            seen_before(event, after),
            lost=after.missing - before.missing,
            repaired=after.repaired - before.repaired,
            removed=after.removed - before.removed,
        )


def find_rows_outage(counts: Iterable[Seen[RowsCounted]]) -> Outage:
    """Rows of users are missing, and are all back: a loss is an outage, too, though every page works."""
    outage = Outage()
    for event, fact in counts:
        if fact.missing:
            if outage.clean is not None:
                outage.relapses.append(event)
            outage.broke = outage.broke or event
            outage.last_bad, outage.clean, outage.sure = event, None, None
        elif outage.broke is not None and outage.clean is None:
            outage.last_bad = seen_before(event, fact)
            outage.clean, outage.sure = event, event
    return outage


def seen_before(event: Event, fact: RowsCounted) -> Event:
    """The count as of the last look that was still another: what changed the rows came after it."""
    return event if fact.since_mono_s is None else event.model_copy(update={"mono_s": fact.since_mono_s})
