"""A client that is not there skips the test that asks for it, with what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.clients import found
from tests.clients.pinned import FOLDERS


@pytest.fixture
def clients(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of clients."""
    monkeypatch.setattr(found, "CLIENTS", tmp_path)
    return tmp_path


def installed(clients: Path, folder: str, path: str, **versions: str) -> None:
    """As ``make clients`` leaves it."""
    (clients / path).parent.mkdir(parents=True)
    (clients / path).touch()
    stamp = json.dumps(versions or dict(FOLDERS[folder]))
    (clients / folder / found.STAMP).write_text(stamp, encoding="utf-8")


@pytest.mark.parametrize(
    "ask", [lambda: found.command("vercel-64"), lambda: found.command("sentry-cli"), found.node, found.python]
)
def test_what_is_not_there_is_skipped(clients: Path, ask: Callable[[], object]) -> None:
    """With the command that installs it."""
    with pytest.raises(pytest.skip.Exception, match="make clients installs it"):
        ask()


def test_what_is_there_is_found(clients: Path) -> None:
    """In its folder."""
    installed(clients, "python", "python/bin/python")

    assert found.python() == clients / "python" / "bin" / "python"


def test_another_version_is_not_it(clients: Path) -> None:
    """The tests are about the pinned ones."""
    installed(clients, "python", "python/bin/python", supabase="0.0.1")

    with pytest.raises(pytest.skip.Exception, match=r"another version.*make clients"):
        found.python()


def test_a_client_for_node_needs_node(clients: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Or it could not run."""
    installed(clients, "vercel-63", "vercel-63/node_modules/.bin/vercel")
    monkeypatch.setenv("PATH", str(clients))

    with pytest.raises(pytest.skip.Exception, match="needs Node"):
        found.command("vercel-63")


def test_psql_is_the_machines_or_the_servers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In this order; where neither has one, the test that asks is skipped."""
    for folder in ("machine", "server"):
        (tmp_path / folder).mkdir()
        for program in ("psql", "initdb", "postgres"):
            (tmp_path / folder / program).touch(mode=0o755)
    monkeypatch.setenv("PGBIN", str(tmp_path / "server"))

    monkeypatch.setenv("PATH", str(tmp_path / "machine"))
    assert found.psql() == tmp_path / "machine" / "psql"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert found.psql() == tmp_path / "server" / "psql"
    (tmp_path / "server" / "psql").unlink()
    with pytest.raises(pytest.skip.Exception, match="apt-get install postgresql-client"):
        found.psql()
