"""One world on which builds of Postry are deployed and judged in turn, by their journeys alone."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Literal

from fixtures.client_address import HEADER
from fixtures.clock import Clock
from fixtures.config import load
from fixtures.deployment import Source
from fixtures.postry.app import Postry
from fixtures.target import Budgets
from fixtures.world import SMOKE_EMAIL, World
from reports.verdict import Verdict
from smoke.options import Options
from tests.smoke import mutants
from tests.smoke.judging import judge

# What a test on loopback waits for is there at once or never.
PATIENCE_S = 2.0


class Stage:
    """Without background users and without evidence: both have their own tests."""

    def __init__(self) -> None:
        self.world = World(Clock(pace=3600), background_users=0)
        self._runs = 0

    def start(self) -> None:
        """Start the world."""
        self.world.start()
        self.env = {**os.environ, **self.world.env()}
        del self.env["FIREDRILL_CONTROL_URL"]
        target = load(Path(self.env["FIREDRILL_CONFIG"])).target["world"]
        alone = {
            "vercel": None,
            "sentry": None,
            "status_pages": None,
            "budgets": Budgets(patience_s=PATIENCE_S),
        }
        self.target = target.model_copy(update=alone)
        mutants.AnyPassword.known = (SMOKE_EMAIL, self.world.smoke_password)

    def stop(self) -> None:
        """Stop the world."""
        self.world.stop()

    def judge(
        self,
        build: type[Postry],
        folder: Path,
        only: Collection[str] = mutants.JOURNEYS,
        kind: Literal["browser", "http"] = "browser",
    ) -> Verdict:
        """Deploy and judge a build by these journeys, as a visitor of an address of their own."""
        return self.judged_in(self.deploy(build), folder, Options(only=tuple(only)), kind)

    def judged_in(
        self,
        env: Mapping[str, str],
        folder: Path,
        options: Options,
        kind: Literal["browser", "http"] = "browser",
    ) -> Verdict:
        """Judge what is deployed, in this environment."""
        return judge(self.target, folder, env=env, journeys=kind, options=options)

    def deploy(self, build: type[Postry]) -> dict[str, str]:
        """Let this build be production; the environment in which to judge it, from an address of its own."""
        self._runs += 1
        source = Source(f"{self._runs:07x}", build.__doc__ or "", build)
        self.world.call(self.world.vercel.push(source, build_s=0))
        # Each from another address: the rate limit is not what is judged here.
        (signed,) = self.world.signed_address(f"192.0.2.{self._runs}").values()
        return {**self.env, "FIREDRILL_CLIENT_HEADER": f"{HEADER}: {signed}"}
