"""Which browser the journeys run in, and how a machine without one gets it.

``find`` is used by every gate; ``python -m smoke.browser`` by ``make setup``. Playwright itself is not
imported, so that a look costs nothing.
"""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fixtures.errors import SetupError

VARIABLE = "FIREDRILL_BROWSER"
SYSTEM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_PLAYWRIGHTS_PROGRAMS = ("headless_shell", "chrome-headless-shell", "chrome", "Chromium")
_APT_PACKAGE = "chromium-headless-shell"
_REACH_S = 3.0
_DOWNLOAD_S = 300.0
# A closed network must not keep the browser busy with look-ups of its own.
_QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-first-run",
)


class NoBrowserError(SetupError):
    """There is no browser that the journeys could run in; the message says what to install."""


@dataclass(frozen=True)
class Browser:
    """A browser program and the arguments that it needs here."""

    path: str
    args: tuple[str, ...] = _QUIET

    def launch_args(self) -> dict[str, Any]:
        """What Playwright's ``launch`` takes."""
        return {"executable_path": self.path, "args": list(self.args)}


def find() -> Browser:
    """``$FIREDRILL_BROWSER``, what ``playwright install`` gave, or a browser of the system.

    Raises `NoBrowserError`.
    """
    if named := os.environ.get(VARIABLE):
        program = shutil.which(named)
        if program is None:
            raise NoBrowserError(f"${VARIABLE} names {named}, which is no program; correct it, or unset it")
        return _browser(program)
    for program in (playwrights_own(), *map(shutil.which, SYSTEM)):
        if program:
            return _browser(program)
    raise NoBrowserError(
        f"no browser found: looked for ${VARIABLE}, Playwright's own and {', '.join(SYSTEM)}; "
        f"run 'make setup', or as root 'apt-get install {_APT_PACKAGE}'"
    )


def playwrights_own() -> str | None:
    """The Chromium of this Playwright's version, where ``playwright install`` has put it."""
    package = importlib.util.find_spec("playwright")
    if package is None or package.origin is None:
        return None
    registry = Path(package.origin).parent / "driver" / "package" / "browsers.json"
    revisions = {item["name"]: item["revision"] for item in json.loads(registry.read_text())["browsers"]}
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    for name in ("chromium-headless-shell", "chromium"):
        folder = cache / f"{name.replace('-', '_')}-{revisions.get(name)}"
        if (folder / "INSTALLATION_COMPLETE").exists():
            for program in _PLAYWRIGHTS_PROGRAMS:
                if found := next((path for path in folder.glob(f"*/{program}") if path.is_file()), None):
                    return str(found)
    return None


def install() -> Browser:
    """Make sure that there is a browser, by the least that this machine allows. Raises `NoBrowserError`."""
    if not os.environ.get(VARIABLE) and not playwrights_own():
        _download()
    try:
        return find()
    except NoBrowserError:
        if os.environ.get(VARIABLE) or os.geteuid() != 0 or not shutil.which("apt-get"):
            raise
    _say(f"installing Debian's {_APT_PACKAGE} …")
    for command in (["update", "-q"], ["install", "-y", "-q", "--no-install-recommends", _APT_PACKAGE]):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        done = subprocess.run(
            ["apt-get", *command], capture_output=True, text=True, check=False, env=environment
        )
        if done.returncode != 0:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            raise NoBrowserError(
                f"apt-get {' '.join(command)} failed: {' '.join(last)}; "
                f"install Chromium or Chrome yourself, or name one in ${VARIABLE}"
            )
    return find()


def _download() -> None:
    """Try ``playwright install``, where its download host can be reached at all."""
    playwright = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    plan = subprocess.run([*playwright, "--dry-run"], capture_output=True, text=True, check=False).stdout
    host = re.search(r"https?://([^/\s]+)", plan)
    if host is None or not _reachable(host[1]):
        return
    _say("downloading Playwright's Chromium …")
    try:
        subprocess.run(playwright, capture_output=True, check=False, timeout=_DOWNLOAD_S)
    except subprocess.TimeoutExpired:
        _say(f"the download took more than {_DOWNLOAD_S:g} s; looking for a browser of the system")


def _reachable(host: str) -> bool:
    try:
        socket.create_connection((host, 443), timeout=_REACH_S).close()
    except OSError:
        return False
    return True


def _browser(program: str) -> Browser:
    # As root Chromium runs only without its sandbox; what it opens here is the site under judgement.
    return Browser(program, (*_QUIET, "--no-sandbox") if os.geteuid() == 0 else _QUIET)


def _say(text: str) -> None:
    sys.stderr.write(f"firedrill: {text}\n")


if __name__ == "__main__":
    try:
        sys.stdout.write(install().path + "\n")
    except NoBrowserError as error:
        _say(str(error))
        sys.exit(2)
