"""The vendors for the tests of the actions."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from drills.actions.wire import Wire
from tests.drills.actions.vendors import Vendors


@pytest.fixture
async def vendors(tmp_path: Path) -> AsyncIterator[Vendors]:
    """Everything that an action talks to."""
    vendors = Vendors(tmp_path)
    await vendors.start()
    yield vendors
    await vendors.stop()


@pytest.fixture
async def wire(vendors: Vendors) -> AsyncIterator[Wire]:
    """What an action is given."""
    async with vendors.wire() as wire:
        yield wire
