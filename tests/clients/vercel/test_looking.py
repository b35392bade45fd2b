"""Looking around, as somebody does who has just been called: nothing that users get changes."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from tests.clients.vercel.cli import URL, Cli, in_a_world_of_its_own, live, served

pytestmark = pytest.mark.clients


def test_whoami(cli: Cli, seen: list[dict[str, Any]]) -> None:
    """The responder's own token, not the gate's; the world knows who asked."""
    seen.clear()

    ended = cli.run("whoami")

    assert (ended.rc, ended.out.strip()) == (0, "astreinte")
    assert {fact["actor"] for fact in seen if fact.get("path") == "/v2/user"} == {"responder"}


def test_ls_lists_what_was_deployed(cli: Cli) -> None:
    """Newest first; the first one is what users get."""
    ended = cli.run("ls")

    listed = URL.findall(ended.out)
    assert ended.rc == 0
    assert listed == [each.host for each in cli.world.vercel.deployments[:20]]
    assert served(cli.world, "/api/health", host=listed[-1]).json()["commit"] == "3f1c2ab"


def test_ls_shows_a_build_that_waits_and_one_that_runs(version: str, tmp_path: Path) -> None:
    """At the pace of a night, where a build is queued for seconds and takes minutes."""
    with in_a_world_of_its_own(version, tmp_path, pace=1) as cli:
        vercel = cli.world.vercel
        assert cli.run("redeploy", vercel.production.host, "--no-wait").rc == 0
        waiting = cli.run("ls").err
        while vercel.deployments[0].state == "QUEUED":
            time.sleep(0.05)
        running = cli.run("ls").err

    assert ["● Queued" in waiting, "● Building" in running] == [True, True]


def test_inspect(cli: Cli) -> None:
    """What it is, what its build printed, and that waiting for it ends."""
    host = cli.world.vercel.production.host

    looked = cli.run("inspect", host)
    logs = cli.run("inspect", "postry.ai", "--logs")
    waited = cli.run("inspect", host, "--wait")

    assert (looked.rc, logs.rc, waited.rc) == (0, 0, 0)
    for word in (live(cli.world)[0], "production", "● Ready", "https://postry.ai"):
        assert word in looked.said
    assert "Deployment completed" in logs.said
    assert cli.run("inspect", "postry-gone-postry.vercel.app").rc == 1


def test_what_there_is(cli: Cli) -> None:
    """Teams, projects and domains, as somebody lists them who has just arrived; and a folder is linked."""
    for words, expected in (
        (("teams", "ls"), "Postry"),
        (("project", "ls"), "postry"),
        (("domains", "ls"), "postry.ai"),
    ):
        ended = cli.run(*words)
        assert ended.rc == 0
        assert expected in ended.said

    assert (
        cli.run("link", "--yes", "--project", "postry", env={"VERCEL_ORG_ID": "", "VERCEL_PROJECT_ID": ""}).rc
        == 0
    )
    linked = json.loads((cli.folder / ".vercel" / "project.json").read_text(encoding="utf-8"))
    assert (linked["projectId"], linked["orgId"]) == ("prj_postry", "team_postry")


def test_env_pull(cli: Cli) -> None:
    """The file holds what the project holds."""
    ended = cli.run("env", "pull", ".env.night", "--environment", "production", "--yes")

    assert ended.rc == 0
    assert 'DB_TIMEOUT_MS="5000"' in (cli.folder / ".env.night").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "env"),
    [
        (("ls", "--scope", "autre-equipe"), {}),
        (("ls",), {"VERCEL_ORG_ID": "team_autre"}),
        (("ls",), {"VERCEL_PROJECT_ID": "prj_autre"}),
        (("whoami",), {"VERCEL_TOKEN": "nobody"}),
        (("rollback", "postry-gone-postry.vercel.app", "--yes"), {}),
    ],
)
def test_what_may_not_be_is_refused(cli: Cli, words: tuple[str, ...], env: dict[str, str]) -> None:
    """Another team, project, token, deployment: rc above 0, and users notice nothing."""
    before = live(cli.world)

    ended = cli.run(*words, env=env)

    assert ended.rc > 0
    assert ended.err.strip()
    assert live(cli.world) == before
