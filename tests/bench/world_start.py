"""World start to all probes green, against initdb and start of the same PostgreSQL alone."""

from __future__ import annotations

import tempfile
import threading
from pathlib import Path

from fixtures.clock import Clock
from fixtures.postgres import Cluster
from fixtures.probes.journeys import PROBES
from fixtures.probes.witness import Witness
from fixtures.world import World
from reports.facts.fact import Fact
from reports.facts.samples import ProbeSampled
from tests.bench.figure import Figure, seconds
from tests.fixtures.test_postgres import plain_initdb

RUNS = 5


def measure() -> Figure:
    """Alternate the two, so that a noisy minute disturbs both."""
    _world_start()  # the data folder's cache is made once a machine
    pairs = [(_world_start(), _plain_start()) for _ in range(RUNS)]
    measured, reference = (sorted(column)[RUNS // 2] for column in zip(*pairs, strict=True))
    return Figure("world start to all probes green", measured, reference, "initdb + start", at_most=2.0)


def _world_start() -> float:
    green: set[str] = set()
    all_green = threading.Event()

    def record(fact: Fact, /, *, at_mono_s: float | None = None) -> None:
        if isinstance(fact, ProbeSampled) and fact.ok:
            green.add(fact.probe)
            if len(green) == len(PROBES):
                all_green.set()

    world = World(Clock(), record)

    def start() -> None:
        witness = Witness(record)
        world.start()
        world.watched_by(witness)
        if not all_green.wait(30):
            raise RuntimeError(f"only {green} were green after 30 s")

    try:
        return seconds(start)
    finally:
        world.stop()


def _plain_start() -> float:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        cluster = Cluster(Path(folder) / "postgres")

        def start() -> None:
            plain_initdb(cluster)
            cluster.start()

        try:
            return seconds(start)
        finally:
            cluster.stop()
