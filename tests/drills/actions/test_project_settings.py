"""What a responder finds in the dashboards about Postry's variables, on a real world."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from drills.actions.deployments import list_deployments
from drills.actions.project_settings import read_project_settings
from drills.actions.variable_changes import list_variables
from drills.actions.variables import set_variable
from drills.actions.wire import Wire
from fixtures.clock import Clock
from fixtures.world import World

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """One without other people."""
    world = World(Clock(60), background_users=0)
    world.start()
    yield world
    world.stop()


@pytest.fixture
async def wire(world: World) -> AsyncIterator[Wire]:
    """To that world."""
    async with Wire.open(world.env()) as wire:
        yield wire


async def test_the_settings_are_what_postry_must_be_built_with(world: World, wire: Wire) -> None:
    """By the names of its own variables."""
    settings = await read_project_settings(wire)

    assert settings == {key: world.vercel.env[key] for key in ("DATABASE_URL", "SUPABASE_ANON_KEY")}


async def test_a_changed_variable_is_newer_than_the_live_deployment(wire: Wire) -> None:
    """And all others are older."""
    live = (await list_deployments(wire)).live
    await set_variable(wire, "DB_TIMEOUT_MS", "7000")

    newer = [each.key for each in await list_variables(wire) if each.updated_ms > live.created_ms]

    assert newer == ["DB_TIMEOUT_MS"]
