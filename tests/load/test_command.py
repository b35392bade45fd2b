"""``firedrill load`` as its users type it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import pytest

from fixtures import processes
from load.incident import find
from load.subjects import StandIn, stand_in
from reports.verdict import ExitCode

INCIDENT = find("rate-limit")


@pytest.fixture(scope="module")
def world() -> Iterator[StandIn]:
    """Which is somebody's own server here."""
    with stand_in(INCIDENT) as subject:
        subject.turn(INCIDENT.before)
        yield subject


def command(*arguments: str) -> Sequence[str]:
    """The command line."""
    return [sys.executable, "-m", "firedrill", "load", *arguments]


def run(folder: Path, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
    """One command, to its end."""
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )


def own_server(folder: Path, world: StandIn, name: str = "mine") -> dict[str, str]:
    """Lists the world as a server of one's own; returns the environment with its secrets."""
    (folder / "firedrill.toml").write_text(
        f'[target.{name}]\nurl = "{world.url}"\n'
        f'[target.{name}.login]\nemail = "smoke@postry.ai"\npassword_env = "MY_PASSWORD"\n'
        f"[target.{name}.load]\nallowed = true\n",
        encoding="utf-8",
    )
    return {"MY_PASSWORD": world.world.smoke_password}


def test_a_fix_is_proven_and_judged_again(tmp_path: Path) -> None:
    """On the embedded world, which is gone afterwards."""
    done = run(tmp_path, "verify", "rate-limit", "--json")

    assert done.returncode == ExitCode.PASS, done.stderr
    verdict = json.loads(done.stdout)
    assert [arm["answer"] for arm in verdict["load"]["arms"]] == ["REPRODUCED", "FIXED"]
    assert "before: REPRODUCED: 5 of 15 users" in done.stderr
    again = run(tmp_path, "judge", "latest", "--json")
    assert json.loads(again.stdout)["load"] == verdict["load"]


def test_ones_own_server_before_and_after(tmp_path: Path, world: StandIn) -> None:
    """Its knobs are turned by whoever runs it; all requests come from the generator's own address."""
    env = own_server(tmp_path, world)

    before = run(tmp_path, "run", "rate-limit", "--url", world.url, **env)
    assert before.returncode == ExitCode.PASS, before.stderr + before.stdout
    world.turn({**INCIDENT.before, "RATE_LIMIT_PERSIST_LOGIN": "20"})
    after = run(tmp_path, "verify", "rate-limit", "--url", world.url, "--against", "latest", **env)
    world.turn(INCIDENT.before)

    assert "REPRODUCED" in before.stdout
    assert after.returncode == ExitCode.PASS, after.stderr + after.stdout
    again = run(tmp_path, "judge", "latest")
    assert again.returncode == ExitCode.PASS, again.stderr + again.stdout
    assert world.world.smoke_password not in before.stdout + before.stderr + after.stdout + after.stderr


def test_nothing_reaches_a_server_that_is_not_listed(tmp_path: Path, world: StandIn) -> None:
    """Nor production, whatever is said of it."""
    said = run(tmp_path, "run", "rate-limit", "--url", world.url)
    env = own_server(tmp_path, world, "production")
    production = run(tmp_path, "run", "rate-limit", "--url", world.url, **env)

    assert (said.returncode, production.returncode) == (ExitCode.USAGE, ExitCode.USAGE)
    assert "is not listed as yours to load" in said.stderr
    assert "production is never loaded" in production.stderr
    assert not (tmp_path / "reports").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["run", "nonsense"],
            "there are dashboard-500, persist-timeout, pool-exhaustion, rate-limit, slow-ux",
        ),
        (["verify", "rate-limit", "--against", "latest"], "--against goes with --url"),
        (["verify", "rate-limit", "--url", "http://localhost:1"], "--url needs --against"),
        (
            ["verify", "rate-limit", "--url", "http://localhost:1", "--after", "DB_POOL_SIZE=3"],
            "your server's own",
        ),
        (
            ["verify", "rate-limit", "--before", "X=1", "--after", "DB_POOL_SIZE=0"],
            "--after 'DB_POOL_SIZE=0'",
        ),
        (["run", "rate-limit", "--processes", "2", "--master", "2"], "choose one"),
        (["judge", "nothing"], "no run folder here"),
    ],
)
def test_nonsense_is_refused_in_one_message(tmp_path: Path, arguments: list[str], said: str) -> None:
    """Without a traceback, and with nothing left behind."""
    done = run(tmp_path, *arguments)

    assert done.returncode == ExitCode.USAGE
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_stock_locust_runs_the_locustfile(tmp_path: Path, world: StandIn) -> None:
    """As a Locust user would, with Locust's own exit code made ours; elsewhere it sends nothing."""
    env = {**os.environ, **world.env}
    line = [
        sys.executable,
        "-m",
        "locust",
        "-f",
        str(INCIDENT.locustfile),
        "--headless",
        "-u",
        "15",
        "-r",
        "15",
    ]
    world.turn(INCIDENT.before)
    done = subprocess.run(
        [*line, "--host", world.url], cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60
    )
    refused = subprocess.run(
        [*line, "--host", "http://127.0.0.1:9"],
        cwd=tmp_path,
        env=env,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == ExitCode.PASS, done.stderr[-2000:]
    assert "REPRODUCED: 5 of 15 users behind one address were refused" in done.stderr
    assert refused.returncode != ExitCode.PASS
    assert "is not listed as yours to load" in refused.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_ends_the_load_and_still_judges(tmp_path: Path, number: signal.Signals) -> None:
    """Within moments; world, Locust and database are gone, and the verdict is written."""
    with subprocess.Popen(
        command("run", "pool-exhaustion"),
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        assert any(re.search(r"judging.*: [1-9]\d* answers", line) for line in process.stderr)
        family = processes.family(process.pid)
        process.send_signal(number)
        process.communicate(timeout=30)

    assert process.returncode == ExitCode.INTERRUPTED
    deadline = time.monotonic() + 10
    while processes.running(family) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not processes.running(family)
    verdict = json.loads((tmp_path / "reports/out/load/latest/verdict.json").read_text())
    assert verdict["verdict"] == "INCONCLUSIVE"
    assert [reason["code"] for reason in verdict["reasons"]] == ["interrupted", "inconclusive"]
    assert verdict["load"]["arms"][0]["buckets"] != []


def test_workers_of_other_machines_send_for_a_master(tmp_path: Path, world: StandIn) -> None:
    """It waits for both, each sends its share, and only the master judges and writes."""
    env = {**os.environ, **own_server(tmp_path, world)}
    here, port = tmp_path / "elsewhere", str(_free_port())
    here.mkdir()
    config = ["--config", str(tmp_path / "firedrill.toml")]
    world.turn(INCIDENT.before)
    with ExitStack() as running:
        workers = [
            running.enter_context(
                subprocess.Popen(
                    command("worker", "rate-limit", "--url", world.url, "--port", port, *config),
                    cwd=here,
                    env=env,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            for _ in range(2)
        ]
        done = subprocess.run(
            command("run", "rate-limit", "--url", world.url, "--master", "2", "--port", port, *config),
            cwd=here,
            env=env,
            capture_output=True,
            text=True,
            check=False,
            timeout=100,
        )
        for worker in workers:
            worker.wait(timeout=30)

    assert done.returncode == ExitCode.PASS, done.stderr + done.stdout
    assert "REPRODUCED: 5 of 15 users" in done.stderr
    assert [path.name for path in here.iterdir()] == ["reports"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
