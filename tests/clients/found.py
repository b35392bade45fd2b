"""Where each real client is; without it the asking test is skipped, with the reason."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from fixtures.postgres.binaries import PostgresError, find_binaries
from tests.clients.pinned import COMMANDS, FOLDERS

CLIENTS = Path(__file__).parents[2] / ".clients"
STAMP = "installed.json"
_HOW = "make clients installs it"


@dataclass(frozen=True)
class Node:
    """Node and the folder of its packages: run ``program --eval`` there, and ``import`` finds them."""

    program: Path
    folder: Path


def command(name: str) -> Path:
    """The program of a client: ``vercel-63``, ``vercel-64``, ``sentry-cli``. Skips the test without it."""
    path = CLIENTS / COMMANDS[name]
    _check(name, path.relative_to(CLIENTS).parts[0], path)
    _node(name)
    return path


def node() -> Node:
    """Node with the vendors' packages, the SDKs of Sentry, Linear and Supabase. Skips the test without it."""
    folder = CLIENTS / "node"
    _check("the vendors' packages for Node", "node", folder / "node_modules")
    return Node(_node("the vendors' packages for Node"), folder)


def python() -> Path:
    """A Python of its own with the package ``supabase``. Skips the test without it."""
    path = CLIENTS / "python" / "bin" / "python"
    _check("the vendors' packages for Python", "python", path)
    return path


def psql() -> Path:
    """PostgreSQL's own: this machine's, or what stands beside the server that the world runs."""
    program = shutil.which("psql") or shutil.which("psql", path=str(_server_folder()))
    if program is None:
        pytest.skip("psql is not there: apt-get install postgresql-client")
    return Path(program)


def is_installed(folder: str) -> bool:
    """Whether a folder holds exactly the pinned versions, whole."""
    try:
        there: object = json.loads((CLIENTS / folder / STAMP).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return there == dict(FOLDERS[folder])


def _server_folder() -> Path | None:
    try:
        return find_binaries()
    except PostgresError:
        return None


def _check(name: str, folder: str, path: Path) -> None:
    if not path.exists():
        pytest.skip(f"{name} is not there: {_HOW}")
    if not is_installed(folder):
        pytest.skip(f"{name} is of another version than tests/clients/pinned.py says: {_HOW}")


def _node(name: str) -> Path:
    program = shutil.which("node")
    if program is None:
        pytest.skip(f"{name} needs Node: {_HOW}")
    return Path(program)
