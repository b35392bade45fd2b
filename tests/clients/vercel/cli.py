"""The real Vercel CLI in a folder of its own, pointed at a world, and what users of that world then get."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from fixtures.clock import Clock
from fixtures.world import World
from fixtures.world_env import write_checkout
from tests.clients import found
from tests.clients.running import TIMEOUT_S, Ended, environment, run

URL = re.compile(r"https://(postry-[0-9a-f]{10}-postry\.vercel\.app)")


@dataclass(frozen=True)
class Cli:
    """One version of it. Every command runs as a responder types it: no option points it anywhere."""

    program: Path
    folder: Path
    world: World

    def run(self, *words: str, stdin: str = "", env: Mapping[str, str] | None = None) -> Ended:
        """Run a command to its end."""
        return run([self.program, *words], {**environment(self.world), **(env or {})}, self.folder, stdin)

    @contextmanager
    def running(self, *words: str) -> Iterator[subprocess.Popen[str]]:
        """A command that does not end by itself: both outputs on one pipe, Ctrl-C at the end."""
        process = subprocess.Popen(
            [self.program, *words],
            cwd=self.folder,
            env=environment(self.world),
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


@contextmanager
def in_a_world_of_its_own(version: str, folder: Path, pace: float) -> Iterator[Cli]:
    """A CLI and a world that no other test sees; at pace 1 a build takes six minutes."""
    world = World(Clock(pace=pace), background_users=0)
    world.start()
    try:
        yield Cli(found.command(version), write_checkout(folder), world)
    finally:
        world.stop()


def url_in(text: str) -> str:
    """The host of the deployment that a command printed."""
    match = URL.search(text)
    assert match, text
    return match[1]


def served(world: World, path: str = "/", host: str = "", ip: str = "192.0.2.80") -> httpx.Response:
    """What a user gets, who knows nothing of Vercel."""
    headers = world.signed_address(ip) | ({"host": host} if host else {})
    return httpx.get(world.url + path, headers=headers, timeout=10)


def posts(world: World, ip: str, count: int) -> list[int]:
    """The statuses of so many posts without a session, from one address."""
    headers = world.signed_address(ip)
    return [httpx.post(f"{world.url}/persist-on-login", headers=headers).status_code for _ in range(count)]


def responder(world: World) -> dict[str, str]:
    """Who is on call, at the API itself."""
    return {"authorization": f"Bearer {world.tokens.vercel_responder}"}


def live(world: World) -> tuple[str, str]:
    """The id and the commit of the build that answers users."""
    build = served(world, "/api/health").json()
    return build["deployment"], build["commit"]
