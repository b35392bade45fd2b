"""The stage: a world of its own for one command, shortly after an incident, in which it has something to do.

A deployment was bad, users met it, a fix went out after it. So there are 500s in the log, a stable deployment
to roll back to, users whom the rate limit refused, and in the table of posts corrupted rows (without an
equalizer), pending ones and such as nobody may lose. Nobody else is on the site while the command runs: what
changes, it changed.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import httpx
import psycopg

from drills.runbook_check.filling import POSTRY, Names
from fixtures.clock import Clock
from fixtures.command import shell_env
from fixtures.deployment import Deployment, Source
from fixtures.faults.bad_deploy import BrokenPostry
from fixtures.postry.app import Postry
from fixtures.world import SMOKE_EMAIL, World
from reports.facts.fact import Fact
from reports.facts.samples import VendorRequested

Kind = Literal["corrupted", "pending", "sound"]
# Drill seconds a second: a build takes 0.6 s of it, a rollback 0.2 s.
PACE = 600
BAD = Source("e4d91f7", "feat: tri des posts par date de publication", BrokenPostry)
FIX = Source("b81c0de", "fix: tri des posts, identifiant absent", Postry)
BROKEN_PATHS = ("/dashboard", "/quiz", "/persist-on-login")
REFUSED_ADDRESS = "203.0.113.80"
_LIMIT = 10
_WITHIN_S = 10
_TICK_S = 0.02
# Of each kind: its status, how old it is, and how many there are.
_ROWS: tuple[tuple[Kind, str, timedelta, int], ...] = (
    ("sound", "saved", timedelta(minutes=5), 4),
    ("sound", "saved", timedelta(days=9), 4),
    ("pending", "pending", timedelta(minutes=20), 2),
    ("pending", "pending", timedelta(days=3), 3),
    ("corrupted", "saved", timedelta(hours=2), 2),
    ("corrupted", "saved", timedelta(days=3), 2),
)


class Stage:
    """A context: its world starts and is stopped. ``sites`` are names of Postry's production."""

    def __init__(self, sites: tuple[str, ...] = POSTRY) -> None:
        self.asked: list[str] = []
        self.rows: dict[str, Kind] = {}
        self._sites = sites
        # Trusts nobody: a store of certificates costs more time than all its requests.
        self._browser = httpx.Client(timeout=_WITHIN_S, trust_env=False, verify=False)  # noqa: S501
        self.world = World(Clock(PACE), self._record, background_users=0)

    def __enter__(self) -> Stage:
        self.world.start()
        try:
            self._furnish()
        except BaseException:
            self.world.stop()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self._browser.close()
        self.world.stop()

    @property
    def names(self) -> Names:
        """What placeholders are filled with here."""
        world = self.world
        hosts = tuple(each.host for each in world.vercel.deployments)
        return Names(world.urls, self.stable.host, hosts, SMOKE_EMAIL, self._sites)

    def env(self) -> dict[str, str]:
        """The responder's shell."""
        return shell_env(self.world)

    @property
    def scratch(self) -> Path:
        """A private folder that goes with the world: the home of who types."""
        return Path(self.env()["HOME"])

    def get(self, path: str, ip: str = "198.51.100.7") -> httpx.Response:
        """What a user gets."""
        headers = self.world.signed_address(ip)
        return self._browser.get(self.world.url + path, headers=headers)

    def visitor(self) -> Callable[[str], bool]:
        """Asks for a page that nobody else asks for each time it is called; whether one was told of."""
        asked: list[str] = []

        def visit(said: str) -> bool:
            if any(path in said for path in asked):
                return True
            asked.append(f"/visite-{secrets.token_hex(4)}")
            self.get(asked[-1])
            return False

        return visit

    def wait_for_the_second(self) -> None:
        """Return when the log so far lies before the last whole second: Vercel's CLI 64 asks up to there."""
        newest_ms = max(row.at_ms for row in self.world.vercel.logs.find())
        while int(time.time()) * 1000 <= newest_ms:
            time.sleep(_TICK_S)

    def break_site(self) -> None:
        """The bad deployment is what users get again."""
        self.world.call(self.world.vercel.set_production(self.bad, "deploy"))

    def _furnish(self) -> None:
        world = self.world
        self.stable: Deployment = world.vercel.production
        self._insert_rows()
        self.bad: Deployment = world.call(world.vercel.push(BAD))
        for path in BROKEN_PATHS:
            self.get(path)
        world.call(world.vercel.push(FIX))
        self.get("/login")
        headers = world.signed_address(REFUSED_ADDRESS)
        for _ in range(_LIMIT + 2):
            self._browser.post(f"{world.url}/persist-on-login", headers=headers)
        self.asked.clear()

    def _insert_rows(self) -> None:
        now = datetime.now(UTC)
        with psycopg.connect(self.world.cluster.url) as connection:
            for kind, status, age, count in _ROWS:
                for number in range(count):
                    tone = None if kind == "corrupted" else '{"chaleur": 3}'
                    row = connection.execute(
                        "INSERT INTO posts (owner, content, equalizer_settings, status, created_at)"
                        " VALUES (gen_random_uuid(), %s, %s, %s, %s) RETURNING id",
                        (f"post {kind} {number}", tone, status, now - age),
                    ).fetchone()
                    assert row is not None
                    self.rows[str(row[0])] = kind

    def _record(self, fact: Fact, /, *, at_mono_s: float | None = None) -> None:  # noqa: ARG002
        """What a command asked of vendors beside reading: told of one whose purpose is unknown."""
        if isinstance(fact, VendorRequested) and fact.actor == "responder" and fact.method not in _READING:
            self.asked.append(f"{fact.method} {fact.path} at {fact.vendor} ({fact.status})")


_READING = frozenset({"GET", "HEAD", "OPTIONS"})
