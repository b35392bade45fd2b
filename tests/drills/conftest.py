"""Fixtures for the tests of drills."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.drills.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path, temporary: Path) -> Terminal:
    """In a folder of its own."""
    return Terminal(tmp_path, temporary)
