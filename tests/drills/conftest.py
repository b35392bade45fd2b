"""Fixtures for the tests of drills."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.drills.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """PostgreSQL's user must pass through the temporary folder, so it is not pytest's own."""
    temporary = Path(tempfile.mkdtemp(prefix="firedrill-test-"))
    temporary.chmod(0o711)
    yield Terminal(tmp_path, temporary)
    shutil.rmtree(temporary)
