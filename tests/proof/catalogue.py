"""Every scenario proves itself by whole drills: the idle responder, each accepted way, each wrong one."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

from tests.drills.matrix import IN_A_BROWSER, cells
from tests.proof import seen

TITLE = "every scenario fails whoever is idle or wrong, by its own reason, and passes whoever is right"
_CELLS = {cell.id: cell for cell in cells()}


def cases() -> list[str]:
    """One case a drill."""
    return list(_CELLS)


def what(case: str) -> str:
    """Who responds, and how."""
    cell = _CELLS[case]
    first = cell.way == cell.scenario.accepted[0]
    browser = ", in a real browser" if first and cell.scenario.id in IN_A_BROWSER else ""
    if cell.role == "idle":
        return "nobody does anything: FAIL"
    if cell.role == "accepted":
        return f"{cell.way}{' from evidence alone' if first else ''}{browser}: PASS"
    reason = next(wrong.reason for wrong in cell.scenario.wrong if wrong.way == cell.way)
    return f"{cell.way}: FAIL by {reason}"


def run(case: str) -> tuple[bool, str]:
    """One drill, in a world and a folder of its own."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return seen(_CELLS[case].faults(Path(folder)))
