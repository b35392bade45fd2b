"""What a request costs our generator, sent at its intended time and stored, against a bare FastHttpUser."""

from __future__ import annotations

import statistics
import subprocess
import sys

from tests.bench.figure import Figure
from tests.bench.quick_server import quick_server

RUNS, COUNT, RATE_PER_S = 7, 4000, 1000


def measure() -> Figure:
    """CPU seconds of a thousand requests; in turn, so that a noisy minute disturbs both."""
    with quick_server() as url:
        pairs = [(_cpu_s("dispatched", url), _cpu_s("bare", url)) for _ in range(RUNS)]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Figure("CPU of 1,000 requests sent", ours, bare, "bare FastHttpUser", at_most=1.05)


def _cpu_s(how: str, url: str) -> float:
    command = [sys.executable, "-m", "tests.bench.sending", how, url, str(COUNT), str(RATE_PER_S)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return float(done.stdout) * 1000 / COUNT
