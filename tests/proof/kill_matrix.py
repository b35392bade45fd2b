"""Every command is killed early, in its middle and late, by every signal; every child of it by SIGKILL."""

from __future__ import annotations

from tests.killing import SIGNALS, cells

TITLE = "whoever dies, whenever and however, leaves nothing, and its exit code and its verdict are right"
_CELLS = {cell.id: cell for cell in cells()}
_TOLD = 300


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
    found = _CELLS[case].faults()
    return not found, " ".join("; ".join(found).split())[:_TOLD] or "as it should be"
