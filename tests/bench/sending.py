"""``python -m tests.bench.sending HOW URL COUNT RATE``: send, and print the CPU seconds that it took.

HOW is ``bare`` (Locust's own FastHttpUsers each in turn, as its wait_time says) or ``dispatched`` (our
node at intended times, each outcome stored).
"""

from __future__ import annotations

import itertools
import sys
import tempfile
import time
from pathlib import Path

from locust import FastHttpUser, task  # first: it patches the process
from locust.env import Environment

import gevent  # isort: skip
from load.cohort import Cohort
from load.generator.node import TELL_S, Node
from load.ledger import Ledger
from load.method import Step, at_the_end
from load.outcome import Outcome
from load.stage import Stage
from load.symptom import Symptom

USERS = 20


def main(how: str, url: str, count: int, rate_per_s: float) -> None:
    """Measure from the first request to the last answer."""
    cpu_s = {"bare": _bare, "dispatched": _dispatched}[how](url, count, rate_per_s)
    sys.stdout.write(f"{cpu_s}\n")


def _bare(url: str, count: int, rate_per_s: float) -> float:
    sent, turns = 0, itertools.count()

    class User(FastHttpUser):
        host = url

        def on_start(self) -> None:
            self.turn = next(turns)
            gevent.sleep(self.wait_time())

        def wait_time(self) -> float:
            # With Locust's own pacing all users would send in one moment, and share one turn of the loop.
            self.turn += USERS
            return max(0.0, begun_at + self.turn / rate_per_s - time.perf_counter())

        @task
        def persist(self) -> None:
            nonlocal sent
            self.client.post("/persist-on-login", json={"content": "x"})
            sent += 1

    environment = Environment(user_classes=[User])
    runner = environment.create_local_runner()
    begun_at, begun_s = time.perf_counter(), time.process_time()
    runner.start(USERS, spawn_rate=USERS)
    while sent < count:
        gevent.sleep(TELL_S)
    took_s = time.process_time() - begun_s
    runner.quit()
    return took_s * count / sent


def _dispatched(url: str, count: int, rate_per_s: float) -> float:
    class User(FastHttpUser):
        host = url

        def arrive(self, stage: Stage, index: int) -> tuple[int, str]:
            answer = self.client.post("/persist-on-login", json={"content": f"{stage.name} {index}"})
            return answer.status_code, ""

    stage = Stage(name="judge-1", count=count, rate_per_s=rate_per_s)
    cohort = Cohort(stage, Symptom(statuses=(500,)))
    with tempfile.TemporaryDirectory() as folder:
        ledger = Ledger(Path(folder))
        ledger.begin(Step("sending", [cohort], at_the_end(len), 60.0))

        def hear(_: str, news: dict[str, list[Outcome]]) -> None:
            ledger.saw(news["rows"])
            for row in news["rows"]:
                cohort.add(row)

        environment = Environment(user_classes=[User])
        node = Node(hear)
        for _ in range(USERS):
            node.join(User(environment))
        begun_s = time.process_time()
        reporting = gevent.spawn(node.report)
        order = {"worker": 0, "workers": 1, "stages": [stage.model_dump(mode="json")]}
        node.send(order)
        while not cohort.complete:
            gevent.sleep(TELL_S)
            node.send({**order, "stages": []})
        took_s = time.process_time() - begun_s
        reporting.kill()
        ledger.close()
    return took_s


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
