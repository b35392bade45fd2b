"""Our answer about a full pool against a load of 60 s by plain Locust and, where it is found, by k6.

Each is asked what an engineer asks: is it broken with 15 connections, and is it well with 30?
"""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

from load.incident import find
from load.knobs import LIMIT, POOL_SIZE, TIMEOUT
from load.subjects import StandIn, stand_in
from tests.bench.figure import Figure
from tests.bench.verify import seconds_of

FOLDER = Path(__file__).parent
LENGTH_S, USERS = 60, 50
# What 1.18 times the pool's capacity is; k6's user has to find it out first.
RATE_PER_S = 138
# More than this share failing, and a plain reader calls it broken.
BROKEN = 0.01
ARMS = {"15 connections": "15", "30 connections": "30"}


def measure() -> Figure:
    """Wall time of both arms; the note says who was right."""
    ours_s = seconds_of("pool-exhaustion", "--before", "DB_TIMEOUT_MS=1000")
    with stand_in(find("pool-exhaustion")) as world:
        cookie = _cookie(world)
        took_s, told = _both(world, lambda: _locust(world.url, cookie))
        notes = [f"plain Locust, {USERS} users, {took_s:.0f} s: {told}"]
        if shutil.which("k6"):
            took_s, told = _both(world, lambda: _k6(world.url, cookie))
            notes.append(f"k6, {RATE_PER_S}/s as found out by us, {took_s:.0f} s: {told}")
        else:
            notes.append("k6 is not on the PATH: not compared")
    return Figure(
        "the answer about a full pool",
        ours_s,
        float(2 * LENGTH_S),
        "plain load, 60 s an arm",
        at_most=0.2,
        note="; ".join(["ours: REPRODUCED, then FIXED", *notes]),
    )


def _both(world: StandIn, failing: Callable[[], float]) -> tuple[float, str]:
    begun, told = time.monotonic(), []
    for name, size in ARMS.items():
        world.turn({POOL_SIZE: size, TIMEOUT: "1000", LIMIT: "1000000"})
        share = failing()
        is_right = (share > BROKEN) == (size == "15")
        told.append(f"{name} {share:.1%} failing, {'right' if is_right else 'WRONG'}")
    return time.monotonic() - begun, ", ".join(told)


def _cookie(world: StandIn) -> str:
    with httpx.Client(base_url=world.url) as client:
        client.post("/api/login", json=world.accounts[0]).raise_for_status()
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in client.cookies.jar)


def _locust(url: str, cookie: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "locust", "-f", str(FOLDER / "plain_locustfile.py"), "--headless"]
        command += ["-u", str(USERS), "-r", str(USERS), "-t", f"{LENGTH_S}s", "-H", url, "--csv", "it"]
        env = {**os.environ, "PLAIN_COOKIE": cookie}
        subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
        with (Path(folder) / "it_stats.csv").open(encoding="utf-8") as file:
            total = next(row for row in csv.DictReader(file) if row["Name"] == "Aggregated")
    return int(total["Failure Count"]) / int(total["Request Count"])


def _k6(url: str, cookie: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        env = {
            **os.environ,
            "PLAIN_URL": url,
            "PLAIN_COOKIE": cookie,
            "PLAIN_RATE": str(RATE_PER_S),
            "K6_NO_USAGE_REPORT": "true",
        }
        command = ["k6", "run", "--quiet", "--summary-export", "it.json", str(FOLDER / "plain.k6.js")]
        subprocess.run(command, cwd=folder, env=env, capture_output=True, check=False)
        summary = (Path(folder) / "it.json").read_text(encoding="utf-8")
    share: float = json.loads(summary)["metrics"]["http_req_failed"]["value"]
    return share
