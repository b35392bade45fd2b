"""A responder whose harness was killed is ended by the next one, and nobody else is."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from drills.responders import leftover
from fixtures import processes


@pytest.fixture
def sleeper() -> subprocess.Popen[bytes]:
    """A responder that nobody waits for any more."""
    return subprocess.Popen(["sleep", "600"], start_new_session=True)


def test_it_is_noted_for_as_long_as_it_runs(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    """And no longer."""
    with leftover.noted(tmp_path, sleeper.pid):
        assert json.loads((tmp_path / leftover.NAME).read_text())["pid"] == sleeper.pid
    assert list(tmp_path.iterdir()) == []

    sleeper.kill()
    sleeper.wait()


def test_it_is_noted_whole_or_not_at_all(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    """Whoever has opened what stood there before still reads that: nobody ever finds a half or empty note."""
    (tmp_path / leftover.NAME).write_text("before")

    with (tmp_path / leftover.NAME).open() as opened, leftover.noted(tmp_path, sleeper.pid):
        assert opened.read() == "before"

    sleeper.kill()
    sleeper.wait()


def test_it_is_ended(tmp_path: Path, sleeper: subprocess.Popen[bytes]) -> None:
    """Once."""
    (head,) = processes.family(sleeper.pid)
    (tmp_path / leftover.NAME).write_text(json.dumps({"pid": head.pid, "started": head.started}))

    assert leftover.end(tmp_path)
    assert sleeper.wait(5) == -9
    assert not leftover.end(tmp_path)


def test_another_process_of_the_same_number_is_spared(
    tmp_path: Path, sleeper: subprocess.Popen[bytes]
) -> None:
    """Numbers are given anew."""
    (tmp_path / leftover.NAME).write_text(json.dumps({"pid": sleeper.pid, "started": "long ago"}))

    assert not leftover.end(tmp_path)
    assert sleeper.poll() is None

    sleeper.kill()
    sleeper.wait()


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"pid": "x", "started": 1}'])
def test_a_note_that_is_none_ends_nobody(tmp_path: Path, content: str) -> None:
    """Half written, or of another make."""
    (tmp_path / leftover.NAME).write_text(content)

    assert not leftover.end(tmp_path)
