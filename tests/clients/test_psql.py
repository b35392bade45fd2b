"""psql, by nothing but the environment: it reaches the real database, through the fault proxy."""

from __future__ import annotations

import time

import httpx
import psycopg
import pytest

from fixtures.world import World
from tests.clients import found
from tests.clients.running import environment, run

pytestmark = pytest.mark.clients

OWNER = "00000000-0000-4000-8000-000000000000"


def psql(world: World, *arguments: str) -> tuple[int, str, str]:
    """Exit code, rows and complaint; ``-AtX`` is unaligned, rows only, and without the user's own file."""
    ended = run([found.psql(), "-AtX", *arguments], environment(world))
    return ended.rc, ended.out.strip(), ended.err.strip()


def test_what_it_changes_another_client_sees(world: World) -> None:
    """By the variables, and by the connection string that the management API prints."""
    env = world.env()
    printed = httpx.get(
        f"{env['SUPABASE_MANAGEMENT_URL']}/v1/projects/{env['SUPABASE_PROJECT_ID']}/config/database/pooler",
        headers={"authorization": f"Bearer {env['SUPABASE_ACCESS_TOKEN']}"},
    ).json()[0]["connection_string"]

    by_variables = psql(world, "-c", f"INSERT INTO posts (owner, content) VALUES ('{OWNER}', 'par psql')")
    by_string = psql(world, printed, "-c", "SELECT content FROM posts WHERE equalizer_settings IS NULL")

    assert by_variables[:2] == (0, "INSERT 0 1")
    assert by_string[:2] == (0, "par psql")
    rows = httpx.get(
        f"{env['SUPABASE_URL']}/rest/v1/posts?select=content",
        headers={"apikey": env["SUPABASE_SERVICE_ROLE_KEY"]},
    ).json()
    assert rows == [{"content": "par psql"}]


def test_the_proxys_faults_are_its_own(world: World) -> None:
    """Refused while the proxy is down, served when it is up."""
    world.call(world.proxy.down())
    try:
        code, _, complaint = psql(world, "-c", "SELECT 1")
    finally:
        world.call(world.proxy.up())

    assert code == 2
    assert "Connection refused" in complaint
    assert psql(world, "-c", "SELECT 1")[:2] == (0, "1")


def test_a_statement_time_out_ends_its_statement(world: World) -> None:
    """As the management API sets it."""
    env = world.env()
    settings = (
        f"{env['SUPABASE_MANAGEMENT_URL']}/v1/projects/{env['SUPABASE_PROJECT_ID']}/config/database/postgres"
    )
    token = {"authorization": f"Bearer {env['SUPABASE_ACCESS_TOKEN']}"}
    httpx.put(settings, json={"statement_timeout": "100ms"}, headers=token)
    try:
        code, _, complaint = psql(world, "-c", "SELECT pg_sleep(5)")
    finally:
        httpx.put(settings, json={"statement_timeout": "0"}, headers=token)

    assert code == 1
    assert "canceling statement due to statement timeout" in complaint


def test_what_it_deletes_a_restore_brings_back(world: World) -> None:
    """The runbook's own clean-up, and the way back from it."""
    with psycopg.connect(world.cluster.url) as connection:
        connection.execute(
            "INSERT INTO posts (owner, content, status, created_at, equalizer_settings)"
            " VALUES (%s, 'brouillon sain', 'pending', now() - interval '2 days', '{}')",
            (OWNER,),
        )
    time.sleep(1.1)  # the restore's moments are whole seconds
    moment = int(time.time())
    time.sleep(1.1)
    clean_up = "DELETE FROM posts WHERE created_at < NOW() - INTERVAL '24 hours' AND status = 'pending'"

    deleted = psql(world, "-c", clean_up)
    env = world.env()
    project = f"{env['SUPABASE_MANAGEMENT_URL']}/v1/projects/{env['SUPABASE_PROJECT_ID']}"
    token = {"authorization": f"Bearer {env['SUPABASE_ACCESS_TOKEN']}"}
    httpx.post(
        f"{project}/database/backups/restore-pitr", json={"recovery_time_target_unix": moment}, headers=token
    )
    while httpx.get(project, headers=token).json()["status"] == "RESTORING":
        time.sleep(0.05)

    assert deleted[:2] == (0, "DELETE 1")
    assert psql(world, "-c", "SELECT content FROM posts WHERE status = 'pending'")[:2] == (
        0,
        "brouillon sain",
    )
