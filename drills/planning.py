"""What a ticket must say of a minor problem, so that somebody can mend it later (runbook, section 3)."""

from __future__ import annotations

import re
from collections.abc import Callable

from drills.tickets import Ticket

LABEL = "P2-MINOR"


def _heading(words: str) -> Callable[[Ticket], bool]:
    """Whether a line of the ticket begins with one of these words and something follows."""
    pattern = re.compile(rf"^[\W_]*(?:{words})\b.*?(?:\n|:)\s*[^\s#]", re.IGNORECASE | re.MULTILINE)
    return lambda ticket: pattern.search(ticket.text) is not None


_NEEDED: dict[str, Callable[[Ticket], bool]] = {
    f"the label {LABEL}": lambda ticket: LABEL in ticket.labels,
    "steps to reproduce": _heading(r"étapes|steps|pour reproduire|reproduire|reproduction"),
    "the impact on users": _heading(r"impact"),
    "a workaround": _heading(r"contournement|workaround"),
    "an assignee": lambda ticket: bool(ticket.assignee),
    "a sprint": lambda ticket: bool(ticket.cycle),
}


def missing(ticket: Ticket) -> list[str]:
    """What the ticket lacks; nothing where it is complete."""
    return [what for what, is_there in _NEEDED.items() if not is_there(ticket)]


def is_planned(ticket: Ticket) -> bool:
    """Whether whoever takes this ticket knows all that is needed, and when."""
    return not missing(ticket)
