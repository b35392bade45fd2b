"""Every item of the runbook's checklist, asked."""

from __future__ import annotations

from drills.checklist import after, during
from drills.checklist.tick import Item, Tick, not_observed
from drills.oracle import Evidence
from reports.checklist_record import ChecklistLine

_ITEMS = {**during.ITEMS, **after.ITEMS}


def fill_in(evidence: Evidence) -> list[ChecklistLine]:
    """In the runbook's order; an item that nothing of ours observes says so."""
    lines = []
    for item in evidence.case.runbook.checklist:
        tick = _ask(_ITEMS.get(item.id), evidence)
        lines.append(
            ChecklistLine(
                id=item.id,
                when=item.when,
                title=item.title,
                state=tick.state,
                why=tick.why,
                events=list(tick.events),
            )
        )
    return lines


def _ask(item: Item | None, evidence: Evidence) -> Tick:
    if item is None:
        return not_observed("nothing observes this item")
    try:
        return item(evidence)
    except Exception as error:  # noqa: BLE001 - a broken item must not take the verdict with it
        return not_observed(f"the item itself broke: {type(error).__name__}: {error}")
