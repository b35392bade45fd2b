"""Both incidents on the embedded world, a fresh one a run: right fixes pass, wrong ones fail."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from typing import Any

from load.plan import ABUSER, CAMPAIGN

TITLE = "load on the embedded world tells fixes from what is none"
# Ten runs a case; nine have to be right, so that a hundred of the runbook's own fixes allow for a bad moment.
RUNS, RIGHT = 10, 9
BATCHES = 10
POOL, LIMIT = "pool-exhaustion", "rate-limit"
FIXES = {"pool-30": (POOL, ["DB_POOL_SIZE=30"], "PASS"), "limit-20": (LIMIT, [], "PASS")}
OTHERS = {
    "pool-15-again": (POOL, ["DB_POOL_SIZE=15"], "FAIL"),
    "pool-16": (POOL, ["DB_POOL_SIZE=16"], "FAIL"),
    "time-out-only": (POOL, ["DB_TIMEOUT_MS=10000"], "FAIL"),
    "whitelist": (LIMIT, [f"WHITELIST_IPS={CAMPAIGN}"], "PASS"),
    "whitelist-of-another": (LIMIT, ["WHITELIST_IPS=192.0.2.7"], "FAIL"),
    "whitelist-of-the-abuser": (LIMIT, [f"WHITELIST_IPS={CAMPAIGN},{ABUSER}"], "FAIL"),
    "db-time-out-10-s": ("persist-timeout", [], "PASS"),
    "pool-for-a-slow-database": ("persist-timeout", ["DB_POOL_SIZE=60"], "FAIL"),
    "dashboard-fixed": ("dashboard-500", [], "PASS"),
    "dashboard-another-knob": ("dashboard-500", ["DB_POOL_SIZE=30"], "FAIL"),
    "slow-dashboard-fixed": ("slow-ux", [], "PASS"),
    "slow-dashboard-pool": ("slow-ux", ["DB_POOL_SIZE=30"], "FAIL"),
    "limit-removed": (LIMIT, ["RATE_LIMIT_PERSIST_LOGIN=100000"], "FAIL"),
}


def cases() -> list[str]:
    """A hundred runs of each of the runbook's two fixes, ten of each of the others."""
    batches = [f"{name}-{number:02}" for name in FIXES for number in range(1, BATCHES + 1)]
    return [*batches, *OTHERS]


def what(case: str) -> str:
    """The fix, and what it should come to."""
    incident, after, verdict = _of(case)
    return f"{incident} with {' '.join(after) or 'its own fix'}, {RUNS} times: {verdict}"


def run(case: str) -> tuple[bool, str]:
    """Ten worlds, one after the other."""
    incident, after, verdict = _of(case)
    seen, length_s = [], 0.0
    for _ in range(RUNS):
        found = _verify(incident, after)
        seen.append(found["verdict"])
        length_s += found["timing"]["used_s"]
    right = seen.count(verdict)
    others = ", ".join(sorted(set(seen) - {verdict}))
    told = f"{right} of {RUNS} {verdict}{f', else {others}' if others else ''}; {length_s / RUNS:.1f} s each"
    return right >= RIGHT, told


def _verify(incident: str, after: list[str]) -> dict[str, Any]:
    tau = ["--before", "DB_TIMEOUT_MS=1000"] if incident == POOL else []
    options = [*tau, *(part for setting in after for part in ("--after", setting))]
    command = [sys.executable, "-m", "firedrill", "load", "verify", incident, "--json", *options]
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _of(case: str) -> tuple[str, list[str], str]:
    if case in OTHERS:
        return OTHERS[case]
    return FIXES[case.rpartition("-")[0]]
