"""What a responder reads of the database, changes in it and has restored, on a real world."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest

from drills.actions import database, pool, rows
from drills.actions.restore import restore
from drills.actions.wire import ActionError, Wire
from fixtures.clock import Clock
from fixtures.pooler import QueryTimeoutError
from fixtures.world import World
from reports.facts.fact import Fact

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
def told() -> list[tuple[str, dict[str, Any]]]:
    """What the world saw."""
    return []


@pytest.fixture(scope="module")
def world(told: list[tuple[str, dict[str, Any]]]) -> Iterator[World]:
    """One without other people."""

    def record(fact: Fact, /, *, at_mono_s: float | None = None) -> None:
        told.append((fact.kind, fact.model_dump(exclude={"kind"})))

    world = World(Clock(60), record, background_users=0)
    world.start()
    yield world
    world.stop()


@pytest.fixture
async def wire(world: World) -> AsyncIterator[Wire]:
    """To that world."""
    async with Wire.open(world.env()) as wire:
        yield wire


def run(world: World, statement: str) -> list[Any]:
    """Ask PostgreSQL itself."""
    with psycopg.connect(world.cluster.url, autocommit=True) as connection:
        cursor = connection.execute(statement.encode())
        return [row[0] for row in cursor.fetchall()] if cursor.description else []


def insert(world: World, content: str, tone: str = "'{}'", status: str = "saved", age: str = "0") -> None:
    """One post."""
    columns = "(owner, content, equalizer_settings, status, created_at)"
    values = f"gen_random_uuid(), '{content}', {tone}, '{status}', now() - interval '{age} hours'"
    run(world, f"INSERT INTO posts {columns} VALUES ({values})")


def contents(world: World) -> set[str]:
    """Of all posts."""
    return set(run(world, "SELECT content FROM posts"))


async def test_a_quiet_database_says_nothing(world: World, wire: Wire) -> None:
    """Fifteen connections, and no trouble."""
    run(world, "TRUNCATE posts")

    seen = await database.read_database(wire)

    assert seen == database.Database(15, 0, 0, 0, "", 0)
    assert seen.mostly is None


async def test_the_logs_tell_what_is_wrong(world: World, wire: Wire) -> None:
    """The pool's of who waited in vain, PostgreSQL's of what it cancelled and refused."""
    url = world.database_url

    async def trouble() -> None:
        for _ in range(3):
            with pytest.raises(QueryTimeoutError):
                async with world.pooler.connection(url, 0.05) as connection:
                    await connection.execute("SELECT pg_sleep(1)")

    await asyncio.to_thread(world.call, trouble())
    with pytest.raises(psycopg.errors.NotNullViolation):
        run(world, "INSERT INTO posts (owner, content) VALUES (NULL, 'x')")
    insert(world, "nul", "NULL")

    seen = await database.read_database(wire)

    assert (seen.statement_timeouts, seen.violations, seen.corrupted) == (3, 1, 1)
    assert seen.violation.startswith('null value in column "owner"')
    assert seen.mostly == "statement"


async def test_the_pool_is_resized_and_that_is_told(
    world: World, wire: Wire, told: list[tuple[str, dict[str, Any]]]
) -> None:
    """By whom, from what to what."""
    await pool.resize_pool(wire, 30)

    assert world.pooler.size == await database.pool_size(wire) == 30
    assert told[-1][0] == "vendor.requested"
    resized = [fields for kind, fields in told if kind == "pool.resized"]
    assert resized == [{"actor": "responder", "before": 15, "size": 30}]


async def test_corrupted_posts_are_repaired_or_deleted_and_no_others(world: World, wire: Wire) -> None:
    """Whatever their age and status."""
    run(world, "TRUNCATE posts")
    insert(world, "bon")
    insert(world, "nul", "NULL", "pending", "72")
    await rows.repair_corrupted(wire)
    assert run(world, "SELECT equalizer_settings ->> 'chaleur' FROM posts WHERE content = 'nul'") == ["50"]

    insert(world, "encore nul", "NULL")
    await rows.delete_corrupted(wire)

    assert contents(world) == {"bon", "nul"}


async def test_pending_posts_of_before_are_all_deleted(world: World, wire: Wire) -> None:
    """Sound ones too: that is what is wrong with it."""
    run(world, "TRUNCATE posts")
    for content, status, age in (("a", "pending", "48"), ("b", "pending", "1"), ("c", "saved", "48")):
        insert(world, content, status=status, age=age)
    yesterday = run(world, "SELECT to_char(now() - interval '1 day', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")

    await rows.delete_pending(wire, yesterday[0])

    assert contents(world) == {"b", "c"}


async def test_a_restore_loses_nothing_that_is_newer(
    world: World, wire: Wire, told: list[tuple[str, dict[str, Any]]]
) -> None:
    """What was deleted since is back, what was written since is kept; a moment without a backup is told."""
    run(world, "TRUNCATE posts")
    insert(world, "ancien")
    insert(world, "supprimé")
    # Supabase takes whole seconds, so what was before the moment must be before its second.
    await asyncio.sleep(1 - datetime.now(UTC).timestamp() % 1)
    moment = datetime.now(UTC)
    run(world, "DELETE FROM posts WHERE content = 'supprimé'")
    insert(world, "nouveau")

    await restore(wire, moment)

    assert contents(world) == {"ancien", "supprimé", "nouveau"}
    (restored,) = [fields for kind, fields in told if kind == "database.restored"]
    assert restored["actor"] == "responder"
    assert restored["to"].timestamp() == int(moment.timestamp())
    with pytest.raises(ActionError, match="No backup covers"):
        await restore(wire, datetime(2020, 1, 1, tzinfo=UTC))
