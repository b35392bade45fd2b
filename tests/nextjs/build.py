"""Carnet's build: its packages are installed once, and its source is built with each mistake in turn."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.clients.found import CLIENTS

APP = Path(__file__).parent / "app"
PLACE = CLIENTS / "nextjs"
_INSTALLED, _BUILT = PLACE / "installed.txt", PLACE / "built.txt"
_LOCK = APP / "package-lock.json"


@dataclass(frozen=True)
class Edit:
    """One place in one file of the source that reads otherwise."""

    file: str
    old: str
    new: str


class BuildError(Exception):
    """The end of what the build said."""


def is_installed() -> bool:
    """Whether the packages of the lock are there, whole."""
    return _INSTALLED.is_file() and _INSTALLED.read_text(encoding="utf-8") == _hash([_LOCK.read_bytes()])


def install() -> None:
    """The packages of the lock. Raises `subprocess.CalledProcessError`."""
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    for name in ("package.json", _LOCK.name):
        shutil.copy(APP / name, PLACE / name)
    # No scripts: what Next.js compiles with comes inside a package.
    npm = ["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    subprocess.run(npm, cwd=PLACE, check=True, capture_output=True, text=True)
    _INSTALLED.write_text(_hash([_LOCK.read_bytes()]), encoding="utf-8")


def build(edits: Sequence[Edit] = ()) -> None:
    """Build the source with these edits, where that is not what was built last. Raises `BuildError`."""
    sources = {path.relative_to(APP): path.read_bytes() for path in sorted(APP.rglob("*")) if path.is_file()}
    for edit in edits:
        before = sources[Path(edit.file)].decode()
        if before.count(edit.old) != 1:
            raise BuildError(f"{edit.file} has {edit.old!r} {before.count(edit.old)} times")
        sources[Path(edit.file)] = before.replace(edit.old, edit.new).encode()
    wanted = _hash([*map(bytes, sources), *sources.values()])
    if _BUILT.is_file() and _BUILT.read_text(encoding="utf-8") == wanted:
        return
    _BUILT.unlink(missing_ok=True)
    for path, text in sources.items():
        (PLACE / path).parent.mkdir(parents=True, exist_ok=True)
        (PLACE / path).write_bytes(text)
    env = {**os.environ, "NEXT_TELEMETRY_DISABLED": "1"}
    done = subprocess.run(
        ["node", "node_modules/next/dist/bin/next", "build"],
        cwd=PLACE,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise BuildError((done.stdout + done.stderr)[-2000:])
    _BUILT.write_text(wanted, encoding="utf-8")


def spoil() -> None:
    """What was built is not whole any more: the next one is built anew."""
    _BUILT.unlink(missing_ok=True)


def _hash(parts: Sequence[bytes]) -> str:
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
