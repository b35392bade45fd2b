"""``make clients``: what it asks of npm, what it leaves alone, and what it says when it cannot."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.clients import found, install
from tests.clients.pinned import NODE_FOLDERS

NPM = """#!/bin/sh
echo "$PWD $*" >> "$ASKED"
mkdir node_modules
exit "${RC:-0}"
"""


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of clients, and an npm that only writes down what it was asked."""
    programs = tmp_path / "programs"
    programs.mkdir()
    for name, text in {"npm": NPM, "node": "#!/bin/sh\necho v20.19.0\n"}.items():
        (programs / name).write_text(text, encoding="utf-8")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
    monkeypatch.setenv("ASKED", str(tmp_path / "asked.txt"))
    for module in (found, install):
        monkeypatch.setattr(module, "CLIENTS", tmp_path / "clients")
    monkeypatch.setattr(install, "PYTHON_FOLDERS", {})
    monkeypatch.setattr(install, "_make_carnet", lambda: None)
    return tmp_path / "asked.txt"


def test_every_folder_is_installed_once(asked: Path, tmp_path: Path) -> None:
    """With the pinned versions and without any package's own scripts; the second time nothing is done."""
    assert (install.main(), install.main()) == (0, 0)

    lines = asked.read_text(encoding="utf-8").splitlines()
    assert [Path(line.split()[0]).name for line in lines] == list(NODE_FOLDERS)
    assert all("--ignore-scripts" in line for line in lines)
    for folder, packages in NODE_FOLDERS.items():
        manifest = json.loads((tmp_path / "clients" / folder / "package.json").read_text(encoding="utf-8"))
        assert manifest["dependencies"] == packages


def test_a_folder_that_was_interrupted_is_made_anew(asked: Path, tmp_path: Path) -> None:
    """Without its stamp it is not whole."""
    install.main()
    (tmp_path / "clients" / "node" / found.STAMP).unlink()

    assert install.main() == 0

    assert [line.split()[0] for line in asked.read_text(encoding="utf-8").splitlines()[3:]] == [
        str(tmp_path / "clients" / "node")
    ]


def test_an_installer_that_fails_is_told(
    asked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And leaves nothing that counts as installed."""
    monkeypatch.setenv("RC", "7")

    assert install.main() == 2
    assert "npm install failed (7) in vercel-63" in capsys.readouterr().err
    assert not found.is_installed("vercel-63")


@pytest.mark.parametrize("said", ["v18.20.4", "v19.9.9", "nonsense"])
def test_a_node_that_is_too_old_is_told(
    asked: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], said: str
) -> None:
    """With what was found, and nothing is installed."""
    (tmp_path / "programs" / "node").write_text(f"#!/bin/sh\necho {said}\n", encoding="utf-8")

    assert install.main() == 2
    assert said in capsys.readouterr().err
    assert not asked.exists()


def test_without_node_and_without_rights_there_is_one_message(
    asked: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It names the command for who has them."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("os.geteuid", lambda: 1000)

    assert install.main() == 2
    assert "apt-get install nodejs npm" in capsys.readouterr().err
