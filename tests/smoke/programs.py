"""A machine with no program but those that a test puts there."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import playwright
import pytest

from smoke import browser


def program(path: Path, body: str = "", *, exit_code: int = 0) -> Path:
    """A program of the shell at ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\nexit {exit_code}\n")
    path.chmod(0o755)
    return path


@dataclass
class Machine:
    """Its ``bin`` is the whole PATH, its Playwright has no browser, its set-up noted none."""

    folder: Path
    patch: pytest.MonkeyPatch

    @property
    def bin(self) -> Path:
        """The programs of the system."""
        return self.folder / "bin"

    @property
    def note(self) -> Path:
        """What set-up noted."""
        return self.folder / "noted-browser"

    def env(self, name: str, value: str) -> None:
        """Set a variable."""
        self.patch.setenv(name, value)

    def playwrights_own(self, *, exit_code: int = 0) -> Path:
        """As ``playwright install --only-shell chromium`` leaves it."""
        driver = Path(playwright.__file__).parent / "driver" / "package" / "browsers.json"
        name = "chromium-headless-shell"
        (revision,) = (
            item["revision"] for item in json.loads(driver.read_text())["browsers"] if item["name"] == name
        )
        installed = self.folder / "playwright" / f"{name.replace('-', '_')}-{revision}"
        shell = program(
            installed / "chrome-headless-shell-linux64" / "chrome-headless-shell", exit_code=exit_code
        )
        (installed / "INSTALLATION_COMPLETE").touch()
        return shell


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine to look for a browser on."""
    machine = Machine(tmp_path, monkeypatch)
    machine.bin.mkdir()
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    monkeypatch.setenv("PATH", str(machine.bin))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.setattr(browser, "note", lambda: machine.note)
    return machine
