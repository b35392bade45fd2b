"""The real Vercel CLI in a folder of its own, pointed at a world, and what users of that world then get."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from fixtures.world import World

TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Cli:
    """One version of it. Every command runs as a responder types it: no option points it anywhere."""

    program: Path
    folder: Path
    world: World

    def run(self, *words: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Ended:
        """Run a command to its end."""
        done = subprocess.run(
            [self.program, *words],
            cwd=self.folder,
            env={**self._env(), **(env or {})},
            input=stdin,
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            check=False,
        )
        return Ended(done.returncode, done.stdout, done.stderr)

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A command that does not end by itself: both outputs on one pipe, Ctrl-C at the end."""
        process = subprocess.Popen(
            [self.program, *words],
            cwd=self.folder,
            env=self._env(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        try:
            yield process
        finally:
            process.send_signal(signal.SIGINT)
            process.communicate(timeout=TIMEOUT_S)

    def _env(self) -> dict[str, str]:
        # Nothing of whoever runs the tests: neither their home nor their variables.
        return {"PATH": os.environ["PATH"], "HOME": str(self.folder.parent / "home"), **self.world.env()}


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    rc: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All that it printed."""
        return self.out + self.err


def served(world: World, path: str = "/", host: str = "", ip: str = "192.0.2.80") -> httpx.Response:
    """What a user gets, who knows nothing of Vercel."""
    headers = world.signed_address(ip) | ({"host": host} if host else {})
    return httpx.get(world.url + path, headers=headers, timeout=10)


def live(world: World) -> tuple[str, str]:
    """The id and the commit of the build that answers users."""
    build = served(world, "/api/health").json()
    return build["deployment"], build["commit"]
