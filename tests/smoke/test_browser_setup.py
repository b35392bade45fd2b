"""A machine without a browser gets one by the least that it allows, or is told what to install."""

from __future__ import annotations

import contextlib
import io
import os
import socket
import threading
import time
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from smoke import browser_setup
from smoke.browser import NoBrowserError
from smoke.browser_setup import install
from tests.smoke.programs import Machine, machine, program

__all__ = ["machine"]

NOWHERE = "http://127.0.0.1:9"


def downloads(broken: str = "") -> bytes:
    """A zip with what Playwright expects of a headless shell and of ffmpeg, as shell programs."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in (
            "chrome-headless-shell-linux64/chrome-headless-shell",
            "chrome-linux/headless_shell",
            "ffmpeg-linux",
        ):
            member = zipfile.ZipInfo(name)
            member.external_attr = 0o755 << 16
            archive.writestr(member, f"#!/bin/sh\n{broken}\n")
    return packed.getvalue()


@contextlib.contextmanager
def download_host(content: bytes) -> Iterator[str]:
    """A server that answers every path with ``content``; empty is 404."""

    class Answer(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(200 if content else 404)
            self.send_header("content-length", str(len(content)))
            self.end_headers()

        def do_GET(self) -> None:
            self.do_HEAD()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answer) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def lives(pid: int) -> bool:
    """Whether that process has not ended yet."""
    try:
        return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def as_user(machine: Machine, user: int) -> None:
    """Let set-up run as this user; 0 is root."""
    machine.patch.setattr("os.geteuid", lambda: user)


def with_apt(machine: Machine, last: str) -> None:
    """Give the machine an apt-get that keeps its arguments, and does ``last`` on install."""
    body = f'echo "$@" >> {machine.folder}/apt.log\ncase "$*" in *install*) {last};; esac'
    program(machine.bin / "apt-get", body)
    machine.env("PATH", f"{machine.bin}:/usr/bin:/bin")  # apt-get's own tools
    machine.patch.setattr("smoke.browser.SYSTEM", (f"{machine.bin}/chromium-headless-shell",))


def test_what_playwright_gives_is_taken_where_it_can_be_had(machine: Machine) -> None:
    """By Playwright's real installer, although the system has a browser; and it is noted."""
    program(machine.bin / "chromium")
    machine.env("PATH", f"{machine.bin}:/usr/bin:/bin")
    with download_host(downloads()) as host:
        machine.env("PLAYWRIGHT_DOWNLOAD_HOST", host)
        found = install()

    assert found.path.startswith(str(machine.folder / "playwright"))
    assert machine.note.read_text() == f"{found.path}\n"


@pytest.mark.parametrize("content", [b"", b"no zip"], ids=["404", "nonsense"])
def test_a_download_that_fails_leaves_the_systems(machine: Machine, content: bytes) -> None:
    """Whatever is wrong with the host."""
    chromium = program(machine.bin / "chromium")
    with download_host(content) as host:
        machine.env("PLAYWRIGHT_DOWNLOAD_HOST", host)

        assert install().path == str(chromium)


def test_a_host_that_refuses_costs_no_attempt(machine: Machine, capfd: pytest.CaptureFixture[str]) -> None:
    """The installer is not even begun."""
    chromium = program(machine.bin / "chromium")
    machine.env("PLAYWRIGHT_DOWNLOAD_HOST", NOWHERE)

    assert install().path == str(chromium)

    assert "downloading" not in capfd.readouterr().err


def test_a_host_that_never_answers_is_given_up(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Soon: nobody waits for a closed network."""
    monkeypatch.setattr(browser_setup, "_REACH_S", 0.2)
    chromium = program(machine.bin / "chromium")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        machine.env("PLAYWRIGHT_DOWNLOAD_HOST", f"http://127.0.0.1:{silent.getsockname()[1]}")

        assert install().path == str(chromium)


def test_an_installer_that_hangs_is_ended_with_all_that_it_started(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """And the system's is taken."""
    chromium = program(machine.bin / "chromium")
    never, pid = machine.folder / "never", machine.folder / "pid"
    os.mkfifo(never)
    with download_host(b"x") as host:
        hang = f"read x < {never} & echo $! > {pid}; read x < {never}"
        body = f'case "$*" in *dry*) echo "Download url: {host}";; *) {hang};; esac'
        hangs = program(machine.folder / "playwright-hangs", body)
        monkeypatch.setattr(browser_setup, "_PLAYWRIGHT", (str(hangs),))
        monkeypatch.setattr(browser_setup, "_DOWNLOAD_S", 1.0)

        assert install().path == str(chromium)

    assert "no end within 1 s" in capfd.readouterr().err
    deadline = time.monotonic() + 5
    while lives(int(pid.read_text())):
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_playwrights_own_without_its_libraries_gets_them_as_root(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``playwright install-deps``, and it starts."""
    own = machine.playwrights_own(exit_code=127)
    with_apt(machine, "true")
    as_user(machine, 0)
    mends = program(
        machine.folder / "playwright-mends", f"sed -i s/127/0/ {own}; echo $1 > {machine.folder}/asked"
    )
    monkeypatch.setattr(browser_setup, "_PLAYWRIGHT", (str(mends),))

    assert install().path == str(own)

    assert (machine.folder / "asked").read_text() == "install-deps\n"


def test_as_root_debians_headless_shell_is_installed(machine: Machine) -> None:
    """Where nothing else is to be had."""
    machine.env("PLAYWRIGHT_DOWNLOAD_HOST", NOWHERE)
    shell = machine.bin / "chromium-headless-shell"
    with_apt(machine, f"printf '#!/bin/sh\\n' > {shell}; chmod +x {shell}")
    as_user(machine, 0)

    assert install().path == str(shell)

    update, installed = (machine.folder / "apt.log").read_text().splitlines()
    assert update.endswith(" update")
    assert installed.endswith(" install -y --no-install-recommends chromium-headless-shell")


def test_an_apt_that_fails_says_why(machine: Machine) -> None:
    """As on Ubuntu, which has no such package."""
    machine.env("PLAYWRIGHT_DOWNLOAD_HOST", NOWHERE)
    with_apt(machine, "echo 'E: Unable to locate package chromium-headless-shell'; exit 100")
    as_user(machine, 0)

    with pytest.raises(
        NoBrowserError, match=r"apt-get install .* failed: E: Unable to locate .* install Chromium"
    ):
        install()


def test_without_rights_it_says_what_to_install(machine: Machine) -> None:
    """One sentence, and apt-get is left alone."""
    machine.env("PLAYWRIGHT_DOWNLOAD_HOST", NOWHERE)
    with_apt(machine, "true")
    as_user(machine, 1000)

    with pytest.raises(NoBrowserError, match="none could be installed; on Debian as root: apt-get install"):
        install()

    assert not (machine.folder / "apt.log").exists()
    assert not machine.note.exists()


def test_a_named_browser_is_not_noted(machine: Machine) -> None:
    """A variable holds for as long as it is set."""
    mine = program(machine.folder / "mine")
    machine.env("FIREDRILL_BROWSER", str(mine))

    assert install().path == str(mine)

    assert not machine.note.exists()
