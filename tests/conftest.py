"""What every test may ask for."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hearing import hear

# Hundreds of worlds come and go, a PostgreSQL each; the files of one take 24 MB.
_MEMORY, _ENOUGH_BYTES = Path("/dev/shm"), 2 * 1024**3


hear()

# Where there is room in memory, they are made there: on a disk the suite takes a quarter more of CPU.
if "TMPDIR" not in os.environ and _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free >= _ENOUGH_BYTES:
    os.environ["TMPDIR"] = tempfile.tempdir = str(_MEMORY)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Spread what mostly waits among what mostly computes, so that every worker has some of both.

    Only between two modules, whose shared fixtures would otherwise be made anew.
    """
    waiting = [item for item in items if item.get_closest_marker("waits")]
    computing = [item for item in items if not item.get_closest_marker("waits")]
    modules = [list(module) for _, module in itertools.groupby(computing, key=lambda item: item.path)]
    spread: list[pytest.Item] = []
    for number, module in enumerate(modules, start=1):
        due = len(waiting) * number // len(modules)
        spread += [*module, *waiting[len(waiting) * (number - 1) // len(modules) : due]]
    items[:] = spread or waiting


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Coroutine tests run on asyncio, as the world does."""
    return "asyncio"


@pytest.fixture(scope="session", autouse=True)
def _outside_github() -> None:
    """In our own CI too: the gates that tests run have nothing to tell the job that runs the tests."""
    os.environ.pop("GITHUB_ACTIONS", None)


@pytest.fixture
def temporary(tmp_path: Path) -> Iterator[Path]:
    """A temporary folder of its own, so that nobody else's worlds are near.

    PostgreSQL's user must pass through it, so it is not pytest's own.
    """
    folder = Path(tempfile.mkdtemp(prefix="firedrill-test-"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder)
