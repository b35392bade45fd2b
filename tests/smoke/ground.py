"""A world of one's own on which the whole gate judges, evidence included."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

from fixtures.config import load
from fixtures.deployment import Source
from fixtures.postry.app import Postry
from fixtures.target import Budgets, Target
from fixtures.world import SMOKE_EMAIL, World
from reports.verdict import Verdict
from smoke.gate import run_gate
from smoke.options import EVERYTHING, Options
from tests.smoke import mutants
from tests.smoke.odd_builds import PATIENCE_S


class Ground:
    """``target``, ``env`` and ``options`` may be changed before `judge`; ``on_line`` hears the gate."""

    target: Target

    def __init__(self, background_users: int = 24) -> None:
        self.world = World(background_users=background_users)
        self.options: Options = EVERYTHING
        self.on_line: Callable[[str], None] = print

    def start(self) -> None:
        """Start the world."""
        self.world.start()
        self.env = {**os.environ, **self.world.env()}
        del self.env["FIREDRILL_CONTROL_URL"]  # no drill listens
        self.target = load(Path(self.env["FIREDRILL_CONFIG"])).target["world"]
        self.change(budgets=Budgets(ready_s=5, patience_s=PATIENCE_S))
        mutants.AnyPassword.known = (SMOKE_EMAIL, self.world.smoke_password)

    def stop(self) -> None:
        """Stop the world."""
        self.world.stop()

    def change(self, **fields: object) -> None:
        """State something of the target otherwise."""
        self.target = self.target.model_copy(update=fields)

    def configure(self, table: str, **fields: object) -> None:
        """State something of one of the target's tables otherwise."""
        self.change(**{table: getattr(self.target, table).model_copy(update=fields)})

    def deploy(self, build: type[Postry] = Postry, commit: str = "ba5e11d", **env: str) -> None:
        """Let this build be production, with these variables set in its environment."""
        self.world.vercel.env.update(env)
        self.world.call(self.world.vercel.push(Source(commit, build.__doc__ or "", build), build_s=0))

    def requests(self, number: int) -> None:
        """This many requests that Sentry has heard of lately, beside those of the users."""
        for _ in range(number):
            self.world.sentry.store.add_transaction(
                {"type": "transaction", "timestamp": time.time() - 1, "release": self.commit}
            )

    def errors(self, number: int, ago_s: float = 1.0) -> None:
        """This many errors of one issue."""
        told = {"exception": {"values": [{"type": "TypeError", "value": "boom"}]}, "level": "error"}
        for _ in range(number):
            self.world.sentry.store.add_error(
                {**told, "timestamp": time.time() - ago_s, "release": self.commit}
            )

    @property
    def commit(self) -> str:
        """The commit that is live."""
        return self.world.vercel.production.commit

    def judge(self, folder: Path) -> Verdict:
        """The whole gate."""
        folder.mkdir(parents=True, exist_ok=True)
        return run_gate(self.target, folder, env=self.env, tell=self.on_line, options=self.options)
