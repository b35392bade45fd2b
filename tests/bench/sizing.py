"""How many open requests a second one process sends in time, and how many two workers do.

A server that costs next to nothing answers, so what ends a step is the generator: its requests leave late.
The rates go up until one of them does not hold; server, master and workers share this machine.
"""

from __future__ import annotations

import itertools
import os
import tempfile
from pathlib import Path

from load.incident import Incident, find
from load.locust_run import LocustRun, Workers
from load.plan import COOKIE, Plan
from load.trouble import LATE
from tests.bench.figure import Figure
from tests.bench.quick_server import quick_server

LENGTH_S = 4
# The last is the most that a configuration may allow.
RATES = (1000, 2000, 4000, 6000, 8000, 10_000)
_CONFIG = '[target.quick]\nurl = "{url}"\n[target.quick.load]\nallowed = true\nmax_rate_per_s = 10000\n'
SENDERS = {"one process": Workers(), "two workers": Workers(processes=2)}


def measure() -> Figure:
    """The note is the table."""
    with quick_server() as url, tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "firedrill.toml").write_text(_CONFIG.format(url=url), encoding="utf-8")
        most = {name: _most(url, Path(folder) / name, workers) for name, workers in SENDERS.items()}
    one, _ = most.values()
    return Figure(
        "a thousand open requests a second",
        float(RATES[0]),
        float(max(one, 1)),
        "one process",
        at_most=1.0,
        unit="/s",
        note=", ".join(f"{name}: {rate} a second in time" for name, rate in most.items()),
    )


def _most(url: str, folder: Path, workers: Workers) -> int:
    in_time = itertools.takewhile(lambda rate: _holds(url, folder / str(rate), rate, workers), RATES)
    return max(in_time, default=0)


def _holds(url: str, folder: Path, rate: int, workers: Workers) -> bool:
    incident = _incident(rate)
    env = {**os.environ, "FIREDRILL_CONFIG": str(folder.parents[1] / "firedrill.toml"), COOKIE: "a=b"}
    locust = LocustRun(incident, folder, url, env, workers)
    try:
        plan = Plan(incident=incident, full=True, max_s=LENGTH_S, max_rate_per_s=RATES[-1])
        finding = locust.find_out(plan, lambda line: None)
    finally:
        locust.close()
    if not finding.sample:
        raise RuntimeError(f"at {rate} a second nothing was sent: {finding.because}")
    return finding.sample >= 0.7 * rate * LENGTH_S and finding.late <= LATE


def _incident(rate: int) -> Incident:
    stream = {"judged": "persist", "rates": {"persist": rate}}
    like = find("dashboard-500")
    return Incident.model_validate({**like.model_dump(), "stream": stream, "max_s": LENGTH_S})
