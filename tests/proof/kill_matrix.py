"""Every command is killed early, in its middle and late, by every signal; every child of it by SIGKILL."""

from __future__ import annotations

from tests.killing import SIGNALS, cells
from tests.proof import seen

TITLE = "whoever dies, whenever and however, leaves nothing, and its exit code and its verdict are right"
_CELLS = {cell.id: cell for cell in cells()}


def cases() -> list[str]:
    """One case a death."""
    return list(_CELLS)


def what(case: str) -> str:
    """Who dies, and when."""
    cell = _CELLS[case]
    if cell.by in SIGNALS:
        return f"{cell.name}, {cell.moment}, by {cell.by}"
    return f"the child {case.rpartition('/')[2]} of {cell.name} by SIGKILL"


def run(case: str) -> tuple[bool, str]:
    """One death."""
    return seen(_CELLS[case].faults())
