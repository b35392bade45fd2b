"""``make clients``: install the vendors' real clients into ``.clients``, and Node where there is none.

May be run again at any time: a folder that holds its pinned versions is left alone. Exit codes: 0 all is
there · 2 something is missing that this cannot install, or an installer failed; the message says what to do.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from tests.clients.found import CLIENTS, STAMP, is_installed
from tests.clients.pinned import NODE, NODE_FOLDERS, OVERRIDES, PYTHON_FOLDERS
from tests.nextjs import build as carnet

_Installer = Callable[[Path, Mapping[str, str]], None]
_WANTED = ".".join(map(str, NODE))


class CannotInstallError(Exception):
    """What is missing, and what to do about it."""


def main() -> int:
    """Install what is not there."""
    try:
        for folder, packages in NODE_FOLDERS.items():
            if not is_installed(folder):
                _need_node()
                _install(folder, packages, _with_npm)
        for folder, packages in PYTHON_FOLDERS.items():
            if not is_installed(folder):
                _install(folder, packages, _with_pip)
        _make_carnet()
    except CannotInstallError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _say(f"the real clients are in {CLIENTS.name}/")
    return 0


def _make_carnet() -> None:
    """The tests' own application on Next.js. Raises `CannotInstallError`."""
    try:
        if not carnet.is_installed():
            _need_node()
            _say("installing the packages of tests/nextjs/app …")
            carnet.install()
        _say("building tests/nextjs/app …")
        carnet.build()
    except (carnet.BuildError, subprocess.CalledProcessError) as error:
        raise CannotInstallError(f"tests/nextjs/app: {error}") from error


def _install(folder: str, packages: Mapping[str, str], install: _Installer) -> None:
    _say(f"installing {', '.join(f'{name} {version}' for name, version in packages.items())} …")
    path = CLIENTS / folder
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True)
    install(path, packages)
    # Last: a folder without it is not whole.
    (path / STAMP).write_text(json.dumps(packages), encoding="utf-8")


def _with_npm(path: Path, packages: Mapping[str, str]) -> None:
    manifest = {"private": True, "dependencies": packages, "overrides": OVERRIDES}
    (path / "package.json").write_text(json.dumps(manifest), encoding="utf-8")
    # No scripts: every binary comes inside a package, and none is fetched from elsewhere.
    _run(["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"], path)


def _with_pip(path: Path, packages: Mapping[str, str]) -> None:
    venv.create(path, with_pip=True, clear=True)
    pip = [str(path / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    _run([*pip, *(f"{name}=={version}" for name, version in packages.items())], path)


def _need_node() -> None:
    """Node and npm, Debian's where there is none and we may. Raises `CannotInstallError`."""
    if not (shutil.which("node") and shutil.which("npm")):
        if os.geteuid() != 0 or not shutil.which("apt-get"):
            raise CannotInstallError(
                f"The real clients need Node {_WANTED} or later with npm."
                " As root: apt-get install nodejs npm, then make clients again."
            )
        _say("installing Debian's nodejs and npm …")
        _run(["apt-get", "update", "-q"], Path.cwd())
        _run(["apt-get", "install", "-y", "-q", "--no-install-recommends", "nodejs", "npm"], Path.cwd())
    said = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.match(r"v(\d+)\.(\d+)", said)
    if found is None or (int(found[1]), int(found[2])) < NODE:
        raise CannotInstallError(
            f"The real clients need Node {_WANTED} or later, and {shutil.which('node')} is {said.strip()}."
            " Put a newer one first on the PATH, then make clients again."
        )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _run(command: Sequence[str], where: Path) -> None:
    """Run an installer quietly. Raises `CannotInstallError` with the end of what it said."""
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, cwd=where, env=env, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        tail = "\n".join((done.stdout + done.stderr).strip().splitlines()[-5:])
        raise CannotInstallError(
            f"{tail}\n{' '.join(command[:2])} failed ({done.returncode}) in {where.name}."
        )


if __name__ == "__main__":
    raise SystemExit(main())
