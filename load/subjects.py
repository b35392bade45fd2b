"""What load is sent to (`load.verify.Subject`): the embedded world, or a server of one's own."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fixtures import target as targets
from fixtures.config import VARIABLE as CONFIG
from load import knobs
from load.accounts import open_accounts
from load.addresses import SIGNING_KEY, TRUSTED_HEADER
from load.incident import Incident
from load.plan import ACCOUNTS, COOKIE, EMAIL, PASSWORD
from reports.verdict import Target

if TYPE_CHECKING:
    from fixtures.world import World

# The world, where a verdict names its target.
WORLD = "world"
_WORLD_RATE_PER_S = 300.0
_WORLD_LONGEST_S = 600.0


@dataclass(frozen=True)
class StandIn:
    """A world with nobody else on it. ``deploys`` is False where a changed environment is forgotten there."""

    world: World
    accounts: Sequence[Mapping[str, str]]
    deploys: bool = True
    max_rate_per_s: float = _WORLD_RATE_PER_S
    max_s: float = _WORLD_LONGEST_S
    chooses_addresses: bool = True

    @property
    def url(self) -> str:
        """Postry's."""
        return self.world.url

    @property
    def env(self) -> Mapping[str, str]:
        """The world's own, the key to its clients' addresses, and the visitors' accounts."""
        return {
            **self.world.env(),
            SIGNING_KEY: self.world.tokens.client_signing,
            ACCOUNTS: json.dumps(self.accounts),
        }

    @property
    def target(self) -> Target:
        """As the verdict names it."""
        return Target(url=self.url, env=WORLD, commit=self.world.vercel.production.commit)

    def timeout_s(self, settings: Mapping[str, str]) -> float:
        """Postry's own setting."""
        return int({**knobs.DEFAULTS, **settings}[knobs.TIMEOUT]) / 1000

    def turn(self, settings: Mapping[str, str]) -> None:
        """Through the world's own control."""
        knobs.turn(self.world, settings, deploy=self.deploys)


@contextmanager
def stand_in(incident: Incident) -> Iterator[StandIn]:
    """A world for this incident; stopped at the end, whatever happens."""
    from fixtures.faults.catalogue import discover
    from fixtures.toxics.latency import Latency
    from fixtures.world import World

    world = World(background_users=0)
    try:
        world.start()
        # Traces cost Postry more than its own work; its errors are all sent.
        world.vercel.env["SENTRY_TRACES_SAMPLE_RATE"] = "0.01"
        wanted = incident.world
        accounts = open_accounts(world, wanted)
        if wanted.round_trip_ms:
            world.call(world.proxy.add(Latency(wanted.round_trip_ms)))
        if wanted.fault:
            fault = discover()[wanted.fault]
            world.call(fault.inject(world, world.call(fault.plan(world))))
        # A full collection would go through all that was imported, and stop the world for 80 ms in mid-load.
        gc.freeze()
        yield StandIn(world, accounts)
    finally:
        gc.unfreeze()
        world.stop()


@dataclass(frozen=True)
class OwnServer:
    """A target of the configuration that may be loaded; its knobs are turned by whoever runs it.

    ``config`` is the file that lists it, where it was named.
    """

    listed: targets.Target
    config: Path | None = None

    @property
    def _load(self) -> targets.Load:
        assert self.listed.load is not None, "the guard lets no other pass"
        return self.listed.load

    @property
    def url(self) -> str:
        """The target's."""
        return self.listed.url

    @property
    def env(self) -> Mapping[str, str]:
        """Who the visitors are. Raises `fixtures.target.MissingSecretError`."""
        found = {TRUSTED_HEADER: self._load.address_header, SIGNING_KEY: ""}
        if self.config is not None:  # Locust asks again what may be loaded, from another folder
            found[CONFIG] = str(self.config.absolute())
        if self._load.cookie_env is not None:
            found[COOKIE] = targets.secret(self._load.cookie_env)
        elif self.listed.login is not None:
            found[EMAIL] = self.listed.login.email
            found[PASSWORD] = targets.secret(self.listed.login.password_env)
        return {**os.environ, **found}

    @property
    def target(self) -> Target:
        """As the verdict names it."""
        return Target(url=self.url, env=self.listed.name)

    @property
    def chooses_addresses(self) -> bool:
        """Where the application believes a header."""
        return bool(self._load.address_header)

    @property
    def max_rate_per_s(self) -> float:
        """As configured."""
        return self._load.max_rate_per_s

    @property
    def max_s(self) -> float:
        """As configured."""
        return self._load.max_s

    def timeout_s(self, settings: Mapping[str, str]) -> float:
        """As configured, or as the run says it was set."""
        return int(settings.get(knobs.TIMEOUT, self._load.db_timeout_ms)) / 1000

    def turn(self, settings: Mapping[str, str]) -> None:
        """They are not ours to turn."""
