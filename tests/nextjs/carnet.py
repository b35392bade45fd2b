"""Carnet at work on a world's Supabase and Sentry, and the firedrill.toml that describes it."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import pytest

from fixtures import child, processes
from fixtures.config import load
from fixtures.target import Target
from fixtures.world import SMOKE_EMAIL, World
from tests.nextjs import build

_TOML = """\
[target.carnet]
url = "{url}"

[target.carnet.paths]
quiz = "/creer"
login = "/connexion"
dashboard = "/tableau"

[target.carnet.budgets]
ready_s = 5
patience_s = 4

[target.carnet.login]
email = "{email}"
password_env = "SMOKE_PASSWORD"

[target.carnet.supabase]
url = "{supabase}"
anon_key_env = "SUPABASE_ANON_KEY"

[target.carnet.checks]
identity = "advise"
log-errors = "advise"
error-rate = "advise"
new-issues = "advise"

[target.carnet.words.landing]
heading = "Le carnet de vos idées"
start = "Écrire un brouillon"

[target.carnet.words.quiz]
answer = "button"
next = false
generate = false
equalizer = false
post = {{ role = "article", name = "Brouillon" }}
keep = "Garder ce brouillon"

[[target.carnet.words.quiz.steps]]
question = {{ role = "heading", name = "De quoi parlez-vous ?" }}
answers = ["Un lancement", "Une erreur"]

[[target.carnet.words.quiz.steps]]
question = {{ role = "heading", name = "Quel ton ?" }}
answers = ["Chaleureux", "Direct"]

[target.carnet.words.login]
submit = "Entrer"
refused = "Adresse ou mot de passe incorrect"

[target.carnet.words.dashboard]
heading = "Mes brouillons"
owner = "Bonjour {{email}}"
posts = {{ role = "list", name = "Brouillons" }}
post = {{ role = "listitem" }}
logout = "Quitter"
"""


def needed() -> None:
    """Skips the test where Carnet cannot be run."""
    if shutil.which("node") is None:
        pytest.skip("Carnet needs Node: make clients installs it")
    if not build.is_installed():
        pytest.skip("Carnet's packages are not there: make clients installs them")


class Carnet:
    """What was built last, on a port of its own; ``env`` is what it is told otherwise than it should be."""

    def __init__(self, world: World, folder: Path, env: Mapping[str, str] | None = None) -> None:
        self._world = world
        self._folder = folder
        self._env = env or {}
        self.url = ""

    def __enter__(self) -> Carnet:
        dsn = self._world.urls.sentry.replace("http://", f"http://{self._world.tokens.sentry_dsn_key}@")
        env = {
            **os.environ,
            "NEXT_TELEMETRY_DISABLED": "1",
            "SUPABASE_URL": self._world.urls.supabase,
            "SUPABASE_ANON_KEY": self._world.tokens.supabase_anon,
            "SENTRY_DSN": f"{dsn}/1",
            **self._env,
        }
        command = ["node", "node_modules/next/dist/bin/next", "start", "-H", "127.0.0.1", "-p", "0"]
        self._process = child.start(
            command,
            env=env,
            cwd=build.PLACE,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if b"Local:" in line:
                self.url = line.split()[-1].decode()
            if b"Ready in" in line:
                return self
        raise AssertionError(f"Carnet ended with {self._process.wait()} before it was ready")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        processes.end(self._process.pid)
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    @property
    def target(self) -> Target:
        """What its firedrill.toml says."""
        path = self._folder / "firedrill.toml"
        text = _TOML.format(url=self.url, email=SMOKE_EMAIL, supabase=self._world.urls.supabase)
        path.write_text(text, encoding="utf-8")
        return load(path).target["carnet"]

    @property
    def secrets(self) -> dict[str, str]:
        """The variables that the configuration names."""
        return {
            "SMOKE_PASSWORD": self._world.smoke_password,
            "SUPABASE_ANON_KEY": self._world.tokens.supabase_anon,
        }
