"""The run folder: where one run keeps what it made, and how it is found again.

``<root>/<job>/<UTC stamp>-<id>/``, with a ``latest`` link a job. Files are written atomically, artifacts
carry their SHA-256, and nothing outside the folder is ever deleted.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, JsonValue

from reports import files
from reports.journal import Event
from reports.verdict import Artifact, Verdict

OUT = Path("reports/out")
LATEST = "latest"
VERDICT = "verdict.json"
JOURNAL = "journal.jsonl"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class RunFolderError(Exception):
    """A run folder cannot be made or found; the message names the path and what to do."""


class RunFolder:
    """One run's folder. ``path`` is absolute; ``run_id`` is the folder's name, ``job`` its parent's."""

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()

    @classmethod
    def create(cls, job: str, run: str | None = None, root: Path = OUT) -> RunFolder:
        """Make a new, empty folder and let ``latest`` point at it.

        ``run`` is the id behind the stamp, a random one by default; a folder of that name and second is
        never shared: the next gets ``-2``. Raises `RunFolderError` where it cannot be made, ValueError for
        a name that is no plain file name.
        """
        run = run or secrets.token_hex(3)
        for name in (job, run):
            if not _NAME.fullmatch(name):
                raise ValueError(f"{name!r}: expected letters, digits, '.', '_' and '-'")
        parent = root / job
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
        try:
            parent.mkdir(parents=True, exist_ok=True)
            path = _make_free(parent, f"{stamp}-{run}")
        except OSError as error:
            raise RunFolderError(
                f"{parent}: cannot make a run folder here: {error.strerror}; run from a folder that you may "
                "write to"
            ) from error
        _point_latest(parent, path.name)
        return cls(path)

    @classmethod
    def find(cls, path: Path) -> RunFolder:
        """The existing folder at ``path``: its own path, its verdict.json, or a ``latest`` of either make.

        Raises `RunFolderError` where there is none.
        """
        if path.name == LATEST and not path.exists():
            note = path.with_suffix(".txt")
            if note.is_file():
                path = path.with_name(note.read_text(encoding="utf-8").strip())
        path = path.resolve()
        if path.is_file():
            path = path.parent
        if not path.is_dir():
            raise RunFolderError(f"{path}: no run folder here; name one of those under {OUT}")
        return cls(path)

    @property
    def run_id(self) -> str:
        """The folder's name: unique within its job."""
        return self.path.name

    @property
    def job(self) -> str:
        """Which job made it: ``smoke``, ``drill``, ``load``."""
        return self.path.parent.name

    def write_text(self, name: str, text: str) -> Path:
        """Write a text file of this folder atomically; returns its path. Raises ValueError, OSError."""
        return files.write_text(self._inside(name), text)

    def write_json(self, name: str, value: BaseModel | JsonValue) -> Path:
        """Write a JSON file of this folder atomically; returns its path. Raises ValueError, OSError."""
        return files.write_json(self._inside(name), value)

    def keep(self, source: Path, name: str, *, title: str = "", scrubbed: bool = False) -> Artifact:
        """Copy a file into this folder, under ``name`` or the nearest free one, as an artifact."""
        wanted = self._inside(name)
        path, number = wanted, 2
        while path.exists():
            path, number = wanted.with_stem(f"{wanted.stem}-{number}"), number + 1
        files.write_bytes(path, source.read_bytes())
        return self.artifact(path.relative_to(self.path).as_posix(), title=title, scrubbed=scrubbed)

    def artifact(self, name: str, *, title: str = "", scrubbed: bool = False) -> Artifact:
        """The record of a file that is in this folder already. Raises ValueError, OSError."""
        path = self._inside(name)
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return Artifact(
            path=path.relative_to(self.path).as_posix(),
            sha256=digest,
            scrubbed=scrubbed,
            title=title or path.name,
        )

    def _inside(self, name: str) -> Path:
        """The path of ``name`` in this folder, its parents made. Raises ValueError for one outside."""
        path = Path(os.path.normpath(self.path / name))
        if path == self.path or not path.is_relative_to(self.path):
            raise ValueError(f"{name!r} is not a file of the run folder {self.path}")
        path.parent.mkdir(parents=True, exist_ok=True)
        return path


def render_all(folder: Path, verdict: Verdict, events: Sequence[Event]) -> None:
    """Write every report of a run into its folder, the verdict itself first.

    verdict.json, junit.xml, allure-results/, report.html and, for a drill, post-mortem.md. Artifacts are
    read from the folder. Raises OSError.
    """
    files.write_json(folder / VERDICT, verdict)
    # Imported here, so that a command which renders nothing does not pay for the template engine.
    from reports import allure, junit, page, postmortem

    files.write_text(folder / "junit.xml", junit.render(verdict))
    files.write_text(folder / "report.html", page.render(verdict, events, folder))
    if verdict.drill:
        files.write_text(folder / "post-mortem.md", postmortem.render(verdict, events))
    allure.write(folder, verdict, events)


def _make_free(parent: Path, name: str) -> Path:
    """A folder of this name that did not exist before, numbered where another run was faster."""
    number = 1
    while True:
        path = parent / (name if number == 1 else f"{name}-{number}")
        try:
            path.mkdir()
        except FileExistsError:
            number += 1
        else:
            return path


def _point_latest(parent: Path, name: str) -> None:
    """Let ``latest`` lead to a run; where links cannot be made, ``latest.txt`` holds its name."""
    link = parent / f".{LATEST}.{secrets.token_hex(4)}"
    try:
        link.symlink_to(name, target_is_directory=True)
        link.replace(parent / LATEST)
    except OSError:
        link.unlink(missing_ok=True)
        files.write_text(parent / f"{LATEST}.txt", name + "\n")
