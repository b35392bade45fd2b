"""What the gate's tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.smoke.stage import Stage


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """One world for all tests that deploy builds of Postry; nobody else is on it."""
    stage = Stage()
    stage.start()
    yield stage
    stage.stop()
