"""A world of a test's own, and what it saw."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.world import World
from reports.journal import Journal


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    """What the world saw."""
    with Journal(tmp_path / "journal.jsonl") as journal:
        yield journal


@pytest.fixture
def world(journal: Journal) -> Iterator[World]:
    """A world without anybody in it."""
    world = World(record=journal.record, background_users=0)
    world.start()
    yield world
    world.stop()
    assert world._server.crashes == []
