"""A machine for the tests of the Makefile: the only programs on it are those that a test puts there."""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
MAKE = shutil.which("make") or "make"
TOOLS = ("cat", "chmod", "expand", "id", "ln", "mkdir", "rm", "sed", "tail", "touch")
# Stands in for Python: answers for its version and modules, makes environments, installs, finds a browser.
PYTHON = """#!/bin/sh
case "$*" in
  *version_info*) exit {too_old} ;;
  *ensurepip*) test ! -e {machine}/without-$(basename $0) ;;
  --version) echo "Python from $(basename $0)" ;;
  "-m venv"*)
    echo "venv by $(basename $0)" >> {machine}/log
    case "$*" in *--clear*) rm -rf .venv ;; esac
    mkdir -p .venv/bin; ln -s {machine}/installed-python .venv/bin/python ;;
esac
"""
INSTALLED = """#!/bin/sh
case "$*" in
  "-m pip"*"--require-hashes"*) echo "pip -r" >> {machine}/log; test ! -e {machine}/pip-fails ;;
  "-m pip"*"--editable ."*) echo "pip -e" >> {machine}/log ;;
  "-m smoke.browser_setup --install")
    echo "browser" >> {machine}/log; test ! -e {machine}/no-browser || exit 2
    echo /bin/sh > .venv/firedrill-browser ;;
  *) echo "python $*" >> {machine}/log ;;
esac
"""


@dataclass
class Machine:
    """A project folder, and the only programs that there are."""

    folder: Path

    @property
    def project(self) -> Path:
        """Where the Makefile stands."""
        return self.folder / "project"

    @property
    def log(self) -> list[str]:
        """What was asked of the programs, in order."""
        path = self.folder / "log"
        return path.read_text().splitlines() if path.exists() else []

    def program(self, name: str, text: str, **facts: object) -> None:
        """Put a program on the PATH."""
        path = self.folder / "bin" / name
        path.write_text(
            text.replace("{machine}", str(self.folder)).replace("{too_old}", str(facts.get("too_old", 0)))
        )
        path.chmod(0o755)

    def python(self, name: str, *, too_old: bool = False, with_pip: bool = True) -> None:
        """Put a Python on the PATH."""
        self.program(name, PYTHON, too_old=int(too_old))
        if not with_pip:
            (self.folder / f"without-{name}").touch()

    def mark(self, name: str) -> Path:
        """A file that changes what the programs do."""
        path = self.folder / name
        path.touch()
        return path

    def make(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run make in the project."""
        return subprocess.run(
            [MAKE, *arguments],
            cwd=self.project,
            env={"PATH": str(self.folder / "bin"), **env},
            capture_output=True,
            text=True,
            check=False,
        )

    @classmethod
    def bare(cls, folder: Path) -> Machine:
        """With the project, and with no Python and no environment yet."""
        machine = cls(folder)
        machine.project.mkdir()
        for name in ("Makefile", "requirements.lock", "pyproject.toml"):
            shutil.copy(ROOT / name, machine.project)
        (folder / "bin").mkdir()
        for tool in (*TOOLS, "basename"):
            (folder / "bin" / tool).symlink_to(shutil.which(tool) or tool)
        machine.program("../installed-python", INSTALLED)
        return machine
