"""Atomic writes: the whole old file or the whole new one."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from reports import files
from reports.verdict import Verdict
from tests.reports.gates import passing_gate


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    """The new text stands there and nothing else is left in the folder."""
    path = tmp_path / "report.txt"
    files.write_text(path, "old")

    assert files.write_text(path, "neu é") == path

    assert path.read_text(encoding="utf-8") == "neu é"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full at the last moment costs the new file, not the old one, and leaves no rubbish."""
    path = files.write_text(tmp_path / "report.txt", "old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        files.write_text(path, "new")

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_new_file_is_on_disk_before_it_takes_the_old_ones_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The content is synced first, then renamed: a power cut leaves no empty file under the real name."""
    order: list[str] = []
    rename = Path.replace

    def note_rename(old: Path, new: Path) -> Path:
        order.append("rename")
        return rename(old, new)

    monkeypatch.setattr(os, "fsync", lambda _: order.append("sync"))
    monkeypatch.setattr(Path, "replace", note_rename)

    files.write_text(tmp_path / "report.txt", "new")

    assert order[:2] == ["sync", "rename"]


def test_records_and_plain_values_become_json(tmp_path: Path) -> None:
    """A record reads back as itself; what JSON cannot hold is refused."""
    verdict = passing_gate()

    stored = files.write_json(tmp_path / "verdict.json", verdict)
    plain = files.write_json(tmp_path / "plain.json", {"durée": [1, None]})

    assert Verdict.model_validate_json(stored.read_text()) == verdict
    assert json.loads(plain.read_text(encoding="utf-8")) == {"durée": [1, None]}
    with pytest.raises(ValueError, match="not JSON compliant"):
        files.write_json(tmp_path / "bad.json", {"x": float("nan")})


def test_text_that_no_file_can_hold_is_replaced(tmp_path: Path) -> None:
    """Half an emoji from somebody's log does not lose the report."""
    path = files.write_text(tmp_path / "report.txt", "half \ud83d")

    assert path.read_text() == "half ?"


def test_a_secret_is_never_anybody_elses_to_read(tmp_path: Path) -> None:
    """Nor what stood there before it, whoever could read that."""
    path = tmp_path / "login"
    path.write_text("nothing", encoding="utf-8")
    path.chmod(0o644)

    files.write_text(path, "secret", mode=files.PRIVATE)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text(encoding="utf-8") == "secret"
