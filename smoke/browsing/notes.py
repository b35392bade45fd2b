"""What the suite's fixtures note about a journey for whoever reports it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from smoke.browsing.watch import Watch
from smoke.browsing.writes import Writes
from smoke.page_times import PageTimes

WATCH = pytest.StashKey[Watch]()
WRITES = pytest.StashKey[Writes]()
TIMES = pytest.StashKey[PageTimes]()
FAILED = pytest.StashKey[bool]()
ARTIFACTS = pytest.StashKey[list[Path]]()


@dataclass
class EarlierPosts:
    """What an earlier journey of this run saw on the smoke user's dashboard; None if none has looked."""

    texts: list[str] | None = None
