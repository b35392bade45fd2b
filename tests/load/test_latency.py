"""Latency counts from when a request should have been sent; on a server whose truth is known. Alone."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

import pytest

from load.cohort import Cohort
from load.finding import figures
from load.outcome import Outcome
from load.stage import Stage
from load.symptom import Symptom
from tests.load.stalling_server import STALL_S

pytestmark = pytest.mark.alone
RATE, SECONDS, STALLS_AT_S = 100, 4, 1.5

# Our node in a process of its own, as in Locust's, with Locust's own client.
GENERATOR = """
from gevent import monkey; monkey.patch_all()
import json, sys
import gevent
from locust import FastHttpUser
from locust.env import Environment
from load.generator.node import Node
from load.stage import Stage

rows = []
node = Node(lambda message, news: rows.extend(news["rows"]))


class Sender(FastHttpUser):
    abstract = True
    concurrency = 1000
    host = sys.argv[2]

    def arrive(self, stage, number):
        return self.client.get("/").status_code, ""


stage = Stage.model_validate_json(sys.argv[1])
node.join(Sender(Environment()))
gevent.spawn(node.report)
node.send({"worker": 0, "workers": 1, "stages": [json.loads(sys.argv[1])]})
while len(rows) < stage.count:
    gevent.sleep(0.05)
    node.send({"worker": 0, "workers": 1, "stages": []})
print(json.dumps(rows))
"""


@pytest.fixture
def url() -> Iterator[str]:
    """The server's."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.load.stalling_server", str(STALLS_AT_S)],
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.kill()


def test_a_stall_is_seen_as_its_users_see_it(url: str) -> None:
    """Of 400 users, 100 came during the stall and waited for the rest of it: a tenth for 0.6 s and more.

    Users who wait for their answers before they ask again would have sent a handful of requests in it, and
    found a p95 of milliseconds.
    """
    stage = Stage(name="stall", count=RATE * SECONDS, rate_per_s=RATE)
    done = subprocess.run(
        [sys.executable, "-c", GENERATOR, stage.model_dump_json(), url],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    cohort = Cohort(stage, Symptom(statuses=(500,)))
    for row in json.loads(done.stdout):
        cohort.add(Outcome(*row))

    assert cohort.complete
    waited = sorted(outcome.latency_s for outcome in cohort.outcomes)
    due = [at_s for at_s in stage.intended_s() if STALLS_AT_S <= at_s < STALLS_AT_S + STALL_S]
    assert sum(latency_s > 0.05 for latency_s in waited) == pytest.approx(0.95 * len(due), abs=8)
    found = figures(cohort, 5)
    latency, lag = found["latency_ms"], found["lag_ms"]
    if lag.p99 >= 50:  # type: ignore[attr-defined]
        pytest.skip(f"this machine is too busy: requests left {lag.p99:.0f} ms late")  # type: ignore[attr-defined]
    assert latency.p50 < 50  # type: ignore[attr-defined]
    assert latency.p95 == pytest.approx(800, abs=60)  # type: ignore[attr-defined]
    assert latency.p99 == pytest.approx(960, abs=60)  # type: ignore[attr-defined]
