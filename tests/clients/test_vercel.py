"""The night's commands, typed with the real CLI; what each did is seen by a user of the site."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from fixtures.clock import Clock
from fixtures.deployment import Source
from fixtures.faults.bad_deploy import BUG, BrokenPostry
from fixtures.world import World
from tests.clients import found
from tests.clients.vercel_cli import Cli, live, served

pytestmark = pytest.mark.clients
URL = re.compile(r"https://(postry-[0-9a-f]{10}-postry\.vercel\.app)")


def url_in(text: str) -> str:
    """The host of the deployment that a command printed."""
    match = URL.search(text)
    assert match, text
    return match[1]


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
    assert _posts(world, "192.0.2.90", 3) == [401, 401, 429]


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


def test_env_pull(cli: Cli) -> None:
    """The file holds what the project holds."""
    ended = cli.run("env", "pull", ".env.night", "--environment", "production", "--yes")

    assert ended.rc == 0
    assert 'DB_TIMEOUT_MS="5000"' in (cli.folder / ".env.night").read_text(encoding="utf-8")


def test_the_worlds_own_checkout_can_be_deployed(cli: Cli) -> None:
    """Where the responder is told to type `vercel --prod --force`."""
    before = live(cli.world)[0]

    ended = cli.run("--cwd", str(cli.world.checkout), "--prod", "--force", "--yes")

    assert ended.rc == 0
    assert live(cli.world)[0] != before


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


def test_logs_show_what_a_bad_deployment_wrote(cli: Cli, version: str) -> None:
    """One row store, each generation's own way to ask for errors."""
    world = cli.world
    world.call(world.vercel.push(Source("e4d91f7", "feat: tri", BrokenPostry)))
    path = f"/dashboard-{version}"
    assert served(world, path).status_code == 500

    if version == "vercel-63":
        shown = cli.run("logs", "--level", "error", "--status-code", "500", "--since", "5m", "--json")
        typed = cli.run("logs", "--query", f"status:500 {path}", "--json")
        none = cli.run("logs", "--status-code", "404", "--query", path, "--json")
    else:
        shown = cli.run("logs", "--query", f"level:error AND requestPath:{path}", "--json")
        typed = cli.run("logs", "requests", "--query", f"httpStatus >= 500 AND requestPath:{path}", "--json")
        none = cli.run("logs", "--query", f"level:info AND requestPath:{path}", "--json")

    assert (shown.rc, typed.rc, none.rc) == (0, 0, 0)
    assert BUG in shown.out
    assert path in shown.out
    assert path in typed.out
    assert path not in none.out


def test_logs_show_a_function_that_takes_too_long(cli: Cli) -> None:
    """Users get the platform's 504, the log says why."""

    class Hangs(BrokenPostry):
        async def route(self, request: Request) -> Response:
            await asyncio.sleep(60)
            raise AssertionError("the platform should have ended this")

    world = cli.world
    world.call(world.vercel.push(Source("f00dcab", "feat: attente", Hangs, max_duration_s=0.3)))
    answer = served(world)

    ended = cli.run("logs", "--json")

    assert (answer.status_code, answer.headers["x-vercel-error"]) == (504, "FUNCTION_INVOCATION_TIMEOUT")
    assert ended.rc == 0
    assert "Task timed out after 0.3 seconds" in ended.out


def test_a_rate_limits_line_has_the_address_as_its_third_field(cli: Cli, version: str) -> None:
    """As the runbook's `cut -d' ' -f3` wants it."""
    ip = {"vercel-63": "192.0.2.163", "vercel-64": "192.0.2.164"}[version]
    assert _posts(cli.world, ip, 11)[-1] == 429

    search = (
        ["--query", f"limit {ip} Rate limit exceeded"]
        if version == "vercel-63"
        else ["--query", "level:warning"]
    )
    ended = cli.run("logs", *search, "--json")

    (message,) = re.findall(rf"\[warn\] rate-limit {re.escape(ip)} Rate limit exceeded[^\"]*", ended.out)[:1]
    assert message.split(" ")[2] == ip


def test_logs_follow(cli: Cli, version: str) -> None:
    """63 streams what users do meanwhile; 64 says that it no longer does, and shows what was."""
    with cli.running("logs", "--follow") as process:
        assert process.stdout is not None
        begun = next(
            line for line in process.stdout if "Streaming logs" in line or "no longer streams" in line
        )
        if version == "vercel-63":
            assert "Streaming logs" in begun
            served(cli.world, "/quiz")
            assert any("/quiz" in line for line in process.stdout)
        else:
            assert "no longer streams" in begun


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


def test_ls_shows_a_build_that_waits_and_one_that_runs(version: str, tmp_path: Path) -> None:
    """At the pace of a night, where a build is queued for seconds and takes minutes."""
    world = World(Clock(), background_users=0)
    world.start()
    try:
        cli = Cli(found.command(version), tmp_path, world)
        assert cli.run("redeploy", world.vercel.production.host, "--no-wait").rc == 0
        waiting = cli.run("ls").err
        while world.vercel.deployments[0].state == "QUEUED":
            time.sleep(0.05)
        running = cli.run("ls").err
    finally:
        world.stop()

    assert ["● Queued" in waiting, "● Building" in running] == [True, True]


def _posts(world: World, ip: str, count: int) -> list[int]:
    """The statuses of so many posts without a session, from one address."""
    headers = world.signed_address(ip)
    return [httpx.post(f"{world.url}/persist-on-login", headers=headers).status_code for _ in range(count)]


def _git(folder: Path, *words: str) -> None:
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not there: apt-get install git")
    name = ["-c", "user.name=a", "-c", "user.email=a@example.invalid"]
    subprocess.run([git, *name, *words], cwd=folder, check=True)
