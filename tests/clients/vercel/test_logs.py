"""Every generation's `vercel logs`, over one store of rows."""

from __future__ import annotations

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import Response

from fixtures.deployment import Source
from fixtures.faults.bad_deploy import BUG, BrokenPostry
from tests.clients.running import environment, run
from tests.clients.vercel.cli import Cli, posts, served

pytestmark = pytest.mark.clients


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


def test_the_runbooks_count_of_blocked_addresses(cli: Cli, version: str) -> None:
    """Right with 63, by the third field of its line; 64 puts columns before it, so a word in it counts.

    63 prints to standard error, so as written, without it, the runbook's file of logs is empty.
    """
    ip = {"vercel-63": "192.0.2.163", "vercel-64": "192.0.2.164"}[version]
    assert posts(cli.world, ip, 12)[-2:] == [429, 429]
    logs = cli.run("logs")
    count = """grep "Rate limit exceeded" | cut -d' ' -f3 | sort | uniq -c | sort -nr"""
    better = f"""grep -o "rate-limit {ip}" | cut -d' ' -f2 | sort | uniq -c"""

    counted, as_written, sure = (
        run(["sh", "-c", pipeline], environment(cli.world), stdin=text).out
        for pipeline, text in ((count, logs.said), (count, logs.out), (better, logs.said))
    )

    assert sure.split() == ["2", ip]
    assert (f"2 {ip}" in counted, "warning" in counted) == (version == "vercel-63", version == "vercel-64")
    assert as_written == ("" if version == "vercel-63" else counted)


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
