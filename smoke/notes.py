"""What the suite's fixtures note about a journey for whoever reports it."""

from __future__ import annotations

from pathlib import Path

import pytest

from smoke.watch import Watch

WATCH = pytest.StashKey[Watch]()
FAILED = pytest.StashKey[bool]()
ARTIFACTS = pytest.StashKey[list[Path]]()
