"""Deployments from a folder: what is built of it, and when it goes live."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.vercel.cli import URL, Cli, in_a_world_of_its_own, live, responder, served, url_in

pytestmark = pytest.mark.clients


def test_the_worlds_own_checkout_can_be_deployed(cli: Cli) -> None:
    """Where the responder is told to type `vercel --prod --force`."""
    before = live(cli.world)[0]

    ended = cli.run("--cwd", str(cli.world.checkout), "--prod", "--force", "--yes")

    assert ended.rc == 0
    assert live(cli.world)[0] != before


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        ([], "Restored build cache from previous deployment"),
        (["--force"], "Skipping build cache, deployment was triggered without cache."),
        (["--force", "--with-cache"], "Restored build cache from previous deployment"),
    ],
)
def test_the_build_cache_is_used_unless_forced(cli: Cli, options: list[str], printed: str) -> None:
    """As the build's own log says."""
    assert cli.run("--cwd", str(cli.world.checkout), "--prod", "--yes", *options).rc == 0

    log = cli.run("inspect", live(cli.world)[0], "--logs")

    assert printed in log.out + log.err


def test_a_commit_that_git_names_is_what_is_built(cli: Cli) -> None:
    """The CLI reads it from the folder's repository; an unknown one is built as main's head."""
    _git(cli.folder, "init", "-q", "-b", "main")
    _git(cli.folder, "remote", "add", "origin", "https://example.invalid/postry.git")
    _git(cli.folder, "add", "package.json")
    _git(cli.folder, "commit", "-q", "-m", "local")

    assert cli.run("--prod", "--yes").rc == 0

    deployed = cli.world.vercel.deployments[0]
    assert live(cli.world) == (deployed.id, "c27e5f0")


def test_a_preview_is_not_production_until_it_is_promoted(cli: Cli) -> None:
    """Promoting one builds it anew, for production; it goes live when that is done."""
    world = cli.world
    before, commit = live(world)

    made = cli.run("deploy", "--yes", "--env", "RATE_LIMIT_PERSIST_LOGIN=1")
    assert made.rc == 0
    preview = url_in(made.out)
    there = served(world, "/api/health", host=preview).json()["deployment"]
    assert (live(world), there == before) == ((before, commit), False)

    assert cli.run("promote", preview, "--yes").rc == 0
    for _ in range(100):
        if live(world)[0] != before:
            break
        time.sleep(0.1)
    assert (live(world)[1], live(world)[0] not in {before, there}) == (commit, True)


def test_prebuilt_output_is_what_users_get(cli: Cli, seen: list[dict[str, Any]]) -> None:
    """The very bytes that were uploaded; a second deployment uploads only what changed."""
    static = cli.folder / ".vercel" / "output" / "static"
    static.mkdir(parents=True)
    (static.parent / "config.json").write_text('{"version": 3}')
    (static / "index.html").write_text(f"<h1>statique {cli.program.parts[-4]}</h1>")

    first = cli.run("deploy", "--prebuilt", "--prod", "--yes")
    assert first.rc == 0
    assert served(cli.world).text == f"<h1>statique {cli.program.parts[-4]}</h1>"

    (static / "aide.txt").write_text(f"aide {cli.folder}")
    seen.clear()
    assert cli.run("deploy", "--prebuilt", "--prod", "--yes").rc == 0
    assert served(cli.world, "/aide.txt").text == f"aide {cli.folder}"
    assert [fact["status"] for fact in seen if fact.get("path") == "/v2/files"] == [200]
    assert served(cli.world, "/nulle-part").headers["x-vercel-error"] == "NOT_FOUND"


def test_a_deployment_of_the_wrong_folder_fails_and_changes_nothing(cli: Cli) -> None:
    """rc 1 and why; in the list as Error; users notice nothing."""
    before = live(cli.world)
    (cli.folder / "package.json").unlink()
    (cli.folder / "notes.txt").write_text("pas le bon dossier")

    ended = cli.run("--prod", "--yes")

    assert ended.rc == 1
    assert "next" in ended.err
    assert live(cli.world) == before
    assert "● Error" in cli.run("ls").err
    assert URL.findall(cli.run("ls", "--status", "ERROR").out)[0] == url_in(ended.out)
    assert served(cli.world, host=url_in(ended.out)).status_code == 404


def test_a_build_that_is_canceled_meanwhile_is_told(version: str, tmp_path: Path) -> None:
    """By somebody else, as the dashboard does it: rc 1, Canceled in the list, users notice nothing."""
    with in_a_world_of_its_own(version, tmp_path, pace=1) as cli:
        world, before = cli.world, live(cli.world)
        with cli.running("--prod", "--yes") as process:
            assert process.stdout is not None
            line = next(line for line in process.stdout if URL.search(line))
            canceled = httpx.patch(
                f"{world.urls.vercel}/v12/deployments/{url_in(line)}/cancel", headers=responder(world)
            )
            said = process.stdout.read()
            rc = process.wait()

        assert (canceled.status_code, rc) == (200, 1), said
        assert "  Canceled  " in cli.run("ls").err
        assert live(world) == before


def test_what_is_removed_is_gone(version: str, tmp_path: Path) -> None:
    """One by its host; with `--safe` all that no name leads to; never the project itself."""
    with in_a_world_of_its_own(version, tmp_path, pace=600) as cli:
        world, before = cli.world, live(cli.world)
        oldest = world.vercel.deployments[-1].host
        assert served(world, host=oldest).status_code == 200

        assert cli.run("remove", oldest, "--yes").rc == 0
        assert served(world, host=oldest).headers["x-vercel-error"] == "DEPLOYMENT_NOT_FOUND"
        assert oldest not in cli.run("ls").out

        assert cli.run("remove", "postry", "--safe", "--yes").rc == 0
        assert URL.findall(cli.run("ls").out) == [world.vercel.production.host]
        refused = cli.run("remove", "postry", "--yes")
        assert (refused.rc, "permission" in refused.err) == (1, True)
        assert live(world) == before


def test_who_builds_too_often_is_told_to_wait(version: str, tmp_path: Path) -> None:
    """The platform's 429 in the CLI's own words; nothing is built, and looking still works."""
    with in_a_world_of_its_own(version, tmp_path, pace=600) as cli:
        world, before = cli.world, live(cli.world)
        with httpx.Client(base_url=world.urls.vercel, headers=responder(world)) as client:
            while client.post("/v13/deployments", json={"deploymentId": "dpl_gone"}).status_code == 404:
                pass

        ended = cli.run("--prod", "--yes")

        assert ended.rc == 1
        assert re.search(r"very fast pace\. Please retry in (1 hour|\d+ minutes)", ended.err), ended.err
        assert (len(world.vercel.deployments), live(world)) == (3, before)
        assert cli.run("ls").rc == 0


def _git(folder: Path, *words: str) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not there: apt-get install git")
    name = ["-c", "user.name=a", "-c", "user.email=a@example.invalid"]
    subprocess.run([git, *name, *words], cwd=folder, check=True)
