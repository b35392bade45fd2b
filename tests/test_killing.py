"""A tenth of the kill matrix: whoever dies leaves nothing, and its exit code and its verdict are right."""

from __future__ import annotations

import pytest

from tests.at_work import COMMANDS
from tests.killing import Cell, cells

# Each eleventh, so that commands, moments and signals all take turns.
TENTH = cells()[::11]


@pytest.mark.waits
@pytest.mark.parametrize("cell", TENTH, ids=lambda cell: cell.id)
def test_whoever_dies_leaves_nothing(cell: Cell) -> None:
    """No process after three seconds, no folder, no run without a verdict."""
    assert cell.faults() == []


def test_the_tenth_is_of_every_kind() -> None:
    """Every command, most signals, and a child."""
    assert {cell.name for cell in TENTH} == set(COMMANDS)
    assert {cell.by for cell in TENTH} >= {"INT", "INT+INT", "TERM", "HUP", "KILL"}
    assert {cell.moment for cell in TENTH} == {"early", "middle", "late"}
