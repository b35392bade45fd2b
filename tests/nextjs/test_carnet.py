"""The gate on a real Next.js application: green when healthy, red for the right reason.

`tests.proof.nextjs_healthy` and `tests.proof.nextjs_broken` hold the whole tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from fixtures.world import World
from tests.nextjs.builds import MISTAKES, Mistake
from tests.nextjs.carnet import needed
from tests.nextjs.judged import disagreement, healthy, mistaken, odd
from tests.smoke.judging import check

pytestmark = pytest.mark.clients

# One in the source, one in the environment, one in what was built.
_IN_SUITE = ("key-refused", "draft-cut", "chunks-lost")


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Carnet's vendors, without anybody else in it."""
    needed()
    world = World(background_users=0)
    world.start()
    yield world
    world.stop()
    assert world._server.crashes == []


def test_it_passes_and_nothing_of_the_gate_stays(world: World, tmp_path: Path) -> None:
    """Every journey, whichever comes first; what was written, past every API, is gone."""
    verdict = healthy(world, tmp_path, ("dashboard", "login", "landing", "anonymous", "quiz"))

    assert odd(verdict) == ""
    assert check(verdict, "cleanup").message == "1 posts removed"
    with psycopg.connect(world.cluster.url) as connection:
        assert connection.execute("SELECT count(*) FROM posts").fetchone() == (0,)
    assert world.supabase.sessions._by_id == {}


@pytest.mark.parametrize(
    "mistake", [one for one in MISTAKES if one.name in _IN_SUITE], ids=lambda one: one.name
)
def test_a_mistake_is_found_and_its_cause_named(mistake: Mistake, world: World, tmp_path: Path) -> None:
    """By the journeys that meet it, and by no other."""
    assert disagreement(mistake, mistaken(mistake, world, tmp_path)) == ""


def test_there_are_enough_of_them() -> None:
    """Each told from the others by its name."""
    assert len({one.name for one in MISTAKES}) == len(MISTAKES) >= 15
    assert set(_IN_SUITE) <= {one.name for one in MISTAKES}
