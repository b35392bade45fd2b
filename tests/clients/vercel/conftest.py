"""A world that commands change, and each version of the Vercel CLI in a checkout of Postry."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from fixtures.clock import Clock
from fixtures.world import World
from fixtures.world_env import write_checkout
from reports.facts.fact import Fact
from tests.clients import found
from tests.clients.vercel.cli import Cli


@pytest.fixture(scope="module")
def seen() -> list[dict[str, Any]]:
    """What the world recorded, oldest first; each with its ``kind``."""
    return []


@pytest.fixture(scope="module")
def world(seen: list[dict[str, Any]]) -> Iterator[World]:
    """A build takes 0.6 s of it, a rollback 0.2 s. Tests leave production as they find it, if not main."""

    def record(fact: Fact, /, *, at_mono_s: float | None = None) -> None:
        seen.append(fact.model_dump())

    world = World(Clock(pace=600), record, background_users=0)
    world.start()
    yield world
    world.stop()
    assert world._server.crashes == []


@pytest.fixture(params=["vercel-63", "vercel-64"])
def version(request: pytest.FixtureRequest) -> str:
    """Which generation of the CLI; skips the test where it is not installed."""
    name = str(request.param)
    found.command(name)
    return name


@pytest.fixture
def cli(version: str, world: World, tmp_path: Path) -> Iterator[Cli]:
    """It, in a checkout; afterwards the deployment and the variables of before are back."""
    folder = write_checkout(tmp_path)
    vercel = world.vercel
    before, env = vercel.production, {each.key: each.value for each in vercel.env.variables}
    yield Cli(found.command(version), folder, world)
    for each in vercel.env.variables:
        vercel.env.remove(each.id)
    vercel.env.update(env)
    world.call(vercel.set_production(before, "undo"))
    vercel.moves.auto_assign, vercel.moves.last = True, None
