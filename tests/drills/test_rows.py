"""What users have is counted: before, whenever it changes, and after."""

from __future__ import annotations

import queue
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from drills.rows import RowCount
from fixtures.postgres import Cluster
from reports.facts.fact import Fact

OWNER, GATE = (str(uuid.uuid4()) for _ in range(2))
PATIENCE_S = 20.0
Facts = queue.Queue[dict[str, Any]]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A database with Postry's schema."""
    with tempfile.TemporaryDirectory(prefix="firedrill-test-") as folder:
        Path(folder).chmod(0o711)  # PostgreSQL may run under another account
        cluster = Cluster(Path(folder) / "postgres")
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture
def told() -> Facts:
    """What was recorded."""
    return queue.Queue()


@pytest.fixture
def count(cluster: Cluster, told: Facts) -> Iterator[RowCount]:
    """Of the posts, with one in order, one without an equalizer, and one of the gate's, before anything."""
    run(cluster, "TRUNCATE posts")
    for owner, content, tone in ((OWNER, "bon", "'{}'"), (OWNER, "nul", "NULL"), (GATE, "gate", "'{}'")):
        insert(cluster, owner, content, tone)

    def record(fact: Fact, /, *, at_mono_s: float | None = None) -> None:
        assert fact.kind == "rows.counted"
        told.put(fact.model_dump(exclude={"kind"}, exclude_unset=True))

    rows = RowCount(cluster.url, ("posts",), record, without=[GATE])
    yield rows
    rows.stop()


def run(cluster: Cluster, statement: str) -> None:
    """By another client."""
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute(statement.encode())


def insert(cluster: Cluster, owner: str, content: str, tone: str, status: str = "saved") -> None:
    """One post."""
    columns = "(owner, content, equalizer_settings, status)"
    run(cluster, f"INSERT INTO posts {columns} VALUES ('{owner}', '{content}', {tone}, '{status}')")


def seen(told: Facts, **fields: int) -> dict[str, Any]:
    """The first count that says so."""
    while True:
        fact = told.get(timeout=PATIENCE_S)
        if fields.items() <= fact.items():
            return fact


def test_what_stood_before_is_users_whatever_it_lacks(cluster: Cluster, count: RowCount, told: Facts) -> None:
    """It is missing when it is gone; the gate removes its own."""
    count.before()
    run(cluster, "DELETE FROM posts WHERE content IN ('nul', 'gate')")

    count.after()

    assert seen(told, count=2)["moment"] == "before"
    assert seen(told, count=1, missing=1, corrupted=0)


def test_what_came_corrupted_is_nobodys_loss(cluster: Cluster, count: RowCount, told: Facts) -> None:
    """It is repaired or removed; what came in order is missing as well as what was there before."""
    count.before()
    for content in ("x1", "x2", "x3"):
        insert(cluster, OWNER, content, "NULL")
    insert(cluster, OWNER, "neuf", "'{}'", "pending")
    assert seen(told, corrupted=3, missing=0)["moment"] == "during"

    run(cluster, "UPDATE posts SET equalizer_settings = '{}' WHERE content = 'x1'")
    seen(told, corrupted=2, repaired=1, removed=0, missing=0)
    run(cluster, "DELETE FROM posts WHERE content IN ('x2', 'neuf')")
    seen(told, corrupted=1, repaired=1, removed=1, missing=1, missing_pending=1)
    count.after()

    assert seen(told, corrupted=1, repaired=1, removed=1, missing=1, missing_pending=1)["moment"] == "after"


def test_a_change_is_told_with_the_last_look_before_it(
    cluster: Cluster, count: RowCount, told: Facts
) -> None:
    """What came of it cannot have been seen earlier."""
    count.before()
    run(cluster, "DELETE FROM posts WHERE content = 'bon'")
    deleted = time.monotonic()

    assert seen(told, missing=1)["since_mono_s"] < deleted


def test_a_database_that_is_away_for_a_while_is_looked_at_again(
    cluster: Cluster, count: RowCount, told: Facts
) -> None:
    """As during a restore."""
    count.before()

    cluster.restart()
    run(cluster, "DELETE FROM posts WHERE content = 'bon'")

    assert seen(told, missing=1)["moment"] == "during"


def test_it_can_be_stopped_twice_and_without_having_begun(count: RowCount) -> None:
    """As a drill that is interrupted does."""
    count.stop()
    count.stop()
