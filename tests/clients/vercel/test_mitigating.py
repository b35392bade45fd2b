"""What the runbook has typed to end an incident."""

from __future__ import annotations

import pytest

from tests.clients.vercel.cli import Cli, live, posts, served, url_in

pytestmark = pytest.mark.clients


def test_the_night_of_a_maintenance(cli: Cli) -> None:
    """env add, deploy, rollback, deploy again, promote, env rm, deploy: users see each when it counts."""
    world = cli.world
    old_id, commit = live(world)
    old = world.vercel.production.host

    added = cli.run("env", "add", "MAINTENANCE_MODE", "production", stdin="true")
    assert added.rc == 0
    assert served(world).status_code == 200, "a variable counts from the next deployment on"

    closed = cli.run("--prod", "--force", "--yes")
    assert closed.rc == 0
    assert [word in closed.said for word in ("Queued", "Building", "Ready in", "Aliased")] == [True] * 4
    assert served(world).status_code == 503

    back = cli.run("rollback", old, "--yes")
    assert back.rc == 0
    assert "rolled back" in cli.run("rollback", "status").said
    assert live(world) == (old_id, commit)
    assert served(world).status_code == 200, "the old build came back with its old environment"
    assert "MAINTENANCE_MODE" in cli.run("env", "ls", "production").out

    unseen = cli.run("--prod", "--yes")
    assert unseen.rc == 0
    assert live(world) == (old_id, commit), "after a rollback nothing goes live by itself"

    promoted = cli.run("promote", url_in(unseen.out), "--yes")
    assert promoted.rc == 0
    assert "promoted" in cli.run("promote", "status").said
    assert served(world).status_code == 503

    assert cli.run("env", "rm", "MAINTENANCE_MODE", "production", "--yes").rc == 0
    assert served(world).status_code == 503
    assert cli.run("--prod", "--force", "--yes").rc == 0
    assert served(world).status_code == 200
    assert live(world)[1] == commit


def test_redeploy_takes_todays_environment(cli: Cli) -> None:
    """The same commit, another build; the limit that was raised counts."""
    world = cli.world
    before, commit = live(world)
    assert cli.run("env", "update", "RATE_LIMIT_PERSIST_LOGIN", "--value", "2", "--yes").rc == 0

    ended = cli.run("redeploy", world.vercel.production.host)

    assert ended.rc == 0
    after, same = live(world)
    assert (after != before, same) == (True, commit)
    assert world.vercel.production.host in ended.out
    assert posts(world, "192.0.2.90", 3) == [401, 401, 429]


def test_the_runbooks_own_maintenance_command_sets_nothing(cli: Cli) -> None:
    """`vercel env add MAINTENANCE_MODE true production`: rc 2, and the next deployment is open.

    Nor does the command with its words in order where nobody types a value: it asks, and ends with rc 0.
    """
    as_written = cli.run("env", "add", "MAINTENANCE_MODE", "true", "production")
    unanswered = cli.run("env", "add", "MAINTENANCE_MODE", "production")

    assert (as_written.rc, unanswered.rc) == (2, 0)
    assert "MAINTENANCE_MODE" not in cli.run("env", "ls", "production").out
    assert cli.run("--prod", "--yes").rc == 0
    assert served(cli.world).status_code == 200


def test_aliases(cli: Cli) -> None:
    """Set, list, remove; a user follows the name."""
    world = cli.world
    oldest = world.vercel.deployments[-1]

    assert cli.run("alias", "set", oldest.host, "essai.postry.ai").rc == 0
    assert served(world, "/api/health", host="essai.postry.ai").json()["deployment"] == oldest.id
    listed = cli.run("alias", "ls")
    assert listed.rc == 0
    assert "essai.postry.ai" in listed.out

    assert cli.run("alias", "rm", "essai.postry.ai", "--yes").rc == 0
    assert served(world, "/api/health", host="essai.postry.ai").json()["deployment"] == live(world)[0]
