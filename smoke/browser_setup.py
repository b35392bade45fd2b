"""How a machine without a browser gets one: by the least that it allows.

What ``playwright install`` gives, where it can be had; else a browser of the system; else, as root where
there is apt, Debian's headless Chromium; else one sentence that says what to install.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Mapping

from fixtures import child
from smoke import browser
from smoke.browser import VARIABLE, Browser, NoBrowserError

_PLAYWRIGHT = tuple(child.python("playwright"))
_APT_PACKAGE = "chromium-headless-shell"
_REACH_S = 4.0
_DOWNLOAD_S = 300.0
_APT_S = 600.0


def main(arguments: list[str]) -> int:
    """``python -m smoke.browser_setup [--install]``: print the browser's path; 2 where there is none."""
    if arguments not in ([], ["--install"]):
        _say("usage: python -m smoke.browser_setup [--install]")
        return 2
    try:
        found = install() if arguments else browser.find()
    except NoBrowserError as error:
        _say(str(error))
        return 2
    except KeyboardInterrupt:
        return 130
    sys.stdout.write(found.path + "\n")
    return 0


def install() -> Browser:
    """Make sure that there is a browser which starts, and note it. Raises `NoBrowserError`."""
    if os.environ.get(VARIABLE):
        return browser.find()
    browser.note().unlink(missing_ok=True)
    _have_playwrights_own()
    program = _first_that_runs()
    if program is None:
        _install_by_apt()
        program = _first_that_runs()
    if program is None:
        raise NoBrowserError(
            f"no browser found, none could be installed; on Debian as root: apt-get install {_APT_PACKAGE}; "
            f"elsewhere install Chromium or Chrome, or name one in ${VARIABLE}"
        )
    browser.note().write_text(program + "\n", encoding="utf-8")
    return browser.find()


def _first_that_runs() -> str | None:
    return next(filter(browser.runs, browser.candidates()), None)


def _have_playwrights_own() -> None:
    """Try ``playwright install``, where what it downloads can be reached, and what that needs to start."""
    if browser.playwrights_own() is None:
        plan = _run([*_PLAYWRIGHT, "install", "--only-shell", "--dry-run", "chromium"], 30)
        address = re.search(r"Download url:\s*(\S+)", plan.stdout)
        if address is None or not _answers(address[1]):
            return
        _say("downloading Playwright's Chromium …")
        # Where a connection does not come about after all, another attempt is not worth the user's time.
        limit = {"PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT": str(round(_REACH_S * 1000))}
        done = _run([*_PLAYWRIGHT, "install", "--only-shell", "chromium"], _DOWNLOAD_S, limit)
        if browser.playwrights_own() is None:
            _say(f"playwright install failed: {_reason(done)}; looking for a browser of the system")
    own = browser.playwrights_own()
    if own and not browser.runs(own) and _is_root_with_apt():
        _say("installing the libraries that Playwright's Chromium needs …")
        _run([*_PLAYWRIGHT, "install-deps", "chromium-headless-shell"], _APT_S)


def _install_by_apt() -> None:
    if not _is_root_with_apt():
        return
    _say(f"installing Debian's {_APT_PACKAGE} …")
    patience = [
        "-q",
        "-o",
        "DPkg::Lock::Timeout=60",
        "-o",
        "Acquire::Retries=1",
        "-o",
        "Acquire::http::Timeout=10",
    ]
    for command in (["update"], ["install", "-y", "--no-install-recommends", _APT_PACKAGE]):
        done = _run(["apt-get", *patience, *command], _APT_S, {"DEBIAN_FRONTEND": "noninteractive"})
        if done.returncode != 0 and command[0] == "install":
            raise NoBrowserError(
                f"no browser found, and apt-get install {_APT_PACKAGE} failed: {_reason(done)}; "
                f"install Chromium or Chrome yourself, or name one in ${VARIABLE}"
            )


def _is_root_with_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def _answers(address: str) -> bool:
    """Whether there is something to download; a name server that does not answer counts as no, soon."""
    answered: list[bool] = []

    def ask() -> None:
        try:
            with urllib.request.urlopen(urllib.request.Request(address, method="HEAD"), timeout=_REACH_S):  # noqa: S310
                answered.append(True)
        except (OSError, ValueError):
            answered.append(False)

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(_REACH_S)
    return answered == [True]


def _run(
    command: list[str], timeout_s: float, more_env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run it with all that it starts, its output kept; ended as a whole where it takes too long or we end."""
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env={**os.environ, **(more_env or {})},
        start_new_session=True,
    ) as process:
        try:
            output, _ = process.communicate(timeout=timeout_s)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return subprocess.CompletedProcess(command, -signal.SIGKILL, f"no end within {timeout_s:g} s", "")
        except BaseException:
            os.killpg(process.pid, signal.SIGKILL)
            raise
    return subprocess.CompletedProcess(command, process.returncode, output, "")


def _reason(done: subprocess.CompletedProcess[str]) -> str:
    """The line of its output that says why it failed: the first that calls itself an error, or the last."""
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
    errors = [line for line in lines if line.startswith(("Error", "E:"))]
    return (errors or lines[-1:] or [f"exit code {done.returncode}"])[0]


def _say(text: str) -> None:
    sys.stderr.write(f"firedrill: {text}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
