"""Which browser the journeys run in, and how a machine without one gets it.

`find` is used by every gate; `smoke.browser_setup` by ``make setup``, which notes the
browser that it has seen running, so that a gate need not try again. Playwright itself is not imported: a look
is cheap.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs

from fixtures.errors import SetupError

VARIABLE = "FIREDRILL_BROWSER"
SYSTEM = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
_PLAYWRIGHTS_PROGRAMS = ("headless_shell", "chrome-headless-shell", "chrome", "Chromium")
_START_S = 10.0
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
    """``$FIREDRILL_BROWSER``, what set-up noted, what ``playwright install`` gave, or the system's own.

    Raises `NoBrowserError`.
    """
    if named := os.environ.get(VARIABLE):
        program = shutil.which(named)
        if program is None:
            raise NoBrowserError(f"${VARIABLE} names {named}, which is no program; correct it, or unset it")
        return browser(program)
    with contextlib.suppress(OSError):
        if shutil.which(noted := note().read_text(encoding="utf-8").strip()):
            return browser(noted)
    for program in candidates():
        if runs(program):
            return browser(program)
    raise NoBrowserError(
        f"no browser found: looked for ${VARIABLE}, Playwright's own and {', '.join(SYSTEM)}; "
        f"run 'make setup', or install one (on Debian as root: apt-get install {SYSTEM[0]}), "
        f"or name one in ${VARIABLE}"
    )


def note() -> Path:
    """The file in the virtual environment that names the browser which set-up has seen running."""
    return Path(sys.prefix) / "firedrill-browser"


def candidates() -> Iterator[str]:
    """Playwright's own, where it is there, then the system's; best first."""
    for program in (playwrights_own(), *map(shutil.which, SYSTEM)):
        if program:
            yield program


def playwrights_own() -> str | None:
    """The Chromium of this Playwright's version, where ``playwright install`` has put it."""
    spec = importlib.util.find_spec("playwright")
    if spec is None or spec.origin is None:
        return None
    package = Path(spec.origin).parent / "driver" / "package"
    listed = json.loads((package / "browsers.json").read_text(encoding="utf-8"))["browsers"]
    revisions = {item["name"]: item["revision"] for item in listed}
    for name in ("chromium-headless-shell", "chromium"):
        folder = _playwrights_cache(package) / f"{name.replace('-', '_')}-{revisions.get(name)}"
        if (folder / "INSTALLATION_COMPLETE").exists():
            for program in _PLAYWRIGHTS_PROGRAMS:
                if found := next((path for path in folder.glob(f"*/{program}") if path.is_file()), None):
                    return str(found)
    return None


def _playwrights_cache(package: Path) -> Path:
    named = os.environ.get("PLAYWRIGHT_BROWSERS_PATH")
    if named == "0":  # Playwright's word for: inside its own package
        return package / ".local-browsers"
    return Path(named) if named else platformdirs.user_cache_path("ms-playwright")


def runs(program: str) -> bool:
    """Whether it starts at all: Playwright's may lack the system's libraries, Ubuntu's be an empty shell."""
    try:
        asked = subprocess.run(
            [program, "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=_START_S,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def browser(program: str) -> Browser:
    """The program with its arguments: as root Chromium runs only without its sandbox."""
    return Browser(program, (*_QUIET, "--no-sandbox") if os.geteuid() == 0 else _QUIET)
