"""Locust's own master and workers: one that dies is noticed. Alone."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures import processes
from load.incident import find
from load.knobs import TIMEOUT
from load.locust_run import Workers
from load.subjects import StandIn, stand_in
from load.verify import Course, Options
from reports.verdict import Result, Verdict
from tests.command_lines import command_line

pytestmark = pytest.mark.alone
INCIDENT = find("pool-exhaustion")
SETTINGS = {**INCIDENT.before, TIMEOUT: "1000"}


@pytest.fixture(scope="module")
def world() -> Iterator[StandIn]:
    """One for all of them."""
    with stand_in(INCIDENT) as subject:
        yield subject


def reproduced(world: StandIn, folder: Path, tell: list[str]) -> Verdict:
    """With two workers."""
    course = Course(INCIDENT, world, folder, Options(workers=Workers(processes=2)), tell.append)
    return course.reproduce(SETTINGS)


def locust_workers() -> list[int]:
    """The workers below this process: Locust's children that have none."""
    ours = processes.family(os.getpid())
    parents = {process.parent for process in ours}
    return sorted(
        process.pid for process in ours if process.pid not in parents and "locust" in command_line(process)
    )


def test_a_worker_that_dies_makes_it_inconclusive(world: StandIn, tmp_path: Path) -> None:
    """Half of the load was never sent: what remained was another one."""
    judging = threading.Event()

    class Told(list[str]):
        """Waits for the judging to begin."""

        def append(self, line: str) -> None:
            if "judging" in line:
                judging.set()

    def kill_one() -> None:
        assert judging.wait(60)
        os.kill(locust_workers()[-1], signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    verdict = reproduced(world, tmp_path / "run", Told())
    killer.join()

    assert verdict.verdict is Result.INCONCLUSIVE
    assert "1 of 2 workers were lost" in verdict.reasons[0].message
