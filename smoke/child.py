"""Pytest with its browser, as a child process of the gate."""

from __future__ import annotations

import contextlib
import json
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import platformdirs

from fixtures import child, processes
from smoke import journeys
from smoke.handed import Handed, Opened
from smoke.order import VARIABLE, Order

SUITE = Path(__file__).parent
# Start-up time is most of what can be saved: plugins that the journeys do not use stay out, and their
# assertions speak for themselves, so pytest need not rewrite them.
_PLUGINS = (
    "-p",
    "pytest_playwright.pytest_playwright",
    "-p",
    "pytest_rerunfailures",
    "-p",
    "smoke.browsing.attempts",
)
_LEFT_OUT = ("doctest", "faulthandler", "junitxml", "pastebin", "stepwise", "unittest")


class Child:
    """Starts at once and loads; the journeys begin with `hand`."""

    def __init__(self, order: Order, env: Mapping[str, str], withheld: Collection[str] = ()) -> None:
        """``withheld`` names variables of ``env`` that the browser's process has no business with."""
        order.temporary.mkdir(parents=True)
        order.attempts.touch()
        self._order = order
        self._read = 0
        with (order.folder / "pytest.log").open("wb") as log:
            # Without a guardian: its standard input ties it to us, and it has a private folder to remove.
            self._process = subprocess.Popen(
                child.python("pytest", *_options(order)),
                cwd=order.folder,
                env={
                    **child.python_env({name: value for name, value in env.items() if name not in withheld}),
                    VARIABLE: str(order.write()),
                    # Node keeps the compiled code of Playwright's driver there from run to run.
                    "NODE_COMPILE_CACHE": str(platformdirs.user_cache_path("firedrill") / "node"),
                    "TMPDIR": str(order.temporary),
                    "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
                    "PYTEST_ADDOPTS": "",
                },
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                # A Ctrl-C at the terminal is for the parent, which ends the child.
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        """The process number of pytest."""
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    @property
    def log(self) -> Path:
        """What pytest printed."""
        return self._order.folder / "pytest.log"

    def last_words(self) -> str:
        """What pytest said last, in one line: why it would not begin."""
        lines = [line.strip() for line in self.log.read_text(encoding="utf-8", errors="replace").splitlines()]
        told = (
            [line for line in lines if line.startswith(("ERROR", "!!!", "E "))] or lines[-1:] or ["nothing"]
        )
        return told[-1].strip("! ").removeprefix("ERROR: ").removeprefix("_pytest.outcomes.Exit: ")

    def hand(self, what: Handed | Opened) -> None:
        """Let the journeys begin, or answer one that asks for a session."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(what.model_dump_json().encode() + b"\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it died while loading; its return code and its log tell

    def new_lines(self) -> list[dict[str, Any]]:
        """The attempts' lines since the last call; a line that is not whole yet waits for the next one."""
        with self._order.attempts.open("rb") as file:
            file.seek(self._read)
            data = file.read()
        whole = data[: data.rfind(b"\n") + 1]
        self._read += len(whole)
        return [json.loads(line) for line in whole.splitlines()]

    def end(self) -> None:
        """End it and all that it started, browsers included; may be called twice."""
        assert self._process.stdin is not None
        if self._process.poll() is None:
            processes.end(self.pid)
        self._process.wait()
        with contextlib.suppress(BrokenPipeError):
            self._process.stdin.close()


def _options(order: Order) -> list[str]:
    files = [path for name, path in journeys.files().items() if name in order.journeys]
    # Node ids, by which attempts are told apart, are relative to the root.
    root = files[0].parent
    return [
        *_PLUGINS,
        *(f"-pno:{name}" for name in _LEFT_OUT),
        "--assert=plain",
        *("-q", "--color=no", "--continue-on-collection-errors"),
        *("-c", str(SUITE / "pytest.ini"), "--rootdir", str(root)),
        *("--output", str(order.output)),
        *(("-k", order.keyword) if order.keyword else ()),
        *(("-m", order.marker) if order.marker else ()),
        *(("--device", order.device) if order.device else ()),
        *map(str, files),
    ]
