"""How the runbook's checklist reads: in English where a drill is judged, in French in its post-mortem."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from reports.checklist_record import ChecklistLine

HALVES: dict[Literal["during", "after"], str] = {"during": "Pendant l'incident", "after": "Après l'incident"}
WORDS = {"done": "done", "open": "OPEN", "not-needed": "not needed", "not-observed": "not seen"}
# The class of an outcome that a line is coloured as.
OUTCOMES = {"done": "pass", "open": "fail", "not-needed": "pass", "not-observed": "inconclusive"}
_FRENCH = {"open": "non fait", "not-needed": "sans objet", "not-observed": "non observé"}


def ticked(lines: Sequence[ChecklistLine]) -> str:
    """How many are done, of those that are needed."""
    needed = [line for line in lines if line.state != "not-needed"]
    return f"{sum(line.state == 'done' for line in needed)} of {len(needed)} ticked"


def box(line: ChecklistLine) -> str:
    """Markdown's box, ticked or not."""
    return "[x]" if line.state == "done" else "[ ]"


def in_french(line: ChecklistLine) -> str:
    """What keeps a line from being ticked; nothing for one that is."""
    return _FRENCH.get(line.state, "")
