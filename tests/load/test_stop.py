"""A target that breaks down in another way than the incident's: the load ends at once, and is judged."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from load.cohort import Cohort
from load.generator.watch import Watch
from load.method import Step
from load.outcome import Outcome
from load.stage import Stage
from load.symptom import Symptom
from reports.verdict import ExitCode
from tests.load.breaking_server import STRANGE
from tests.load.test_command import run

FAILS = Symptom(statuses=(500,))

SERVES = 500


def watch(rate: float = 100, count: int = 1000) -> Watch:
    """Over one stage; 500 is the incident's failure."""
    cohort = Cohort(Stage(name="s", count=count, rate_per_s=rate), FAILS)
    return Watch(Step("test", [cohort], lambda *_: None, 60), patience_s=2)


def outcome(number: int, status: int = 201, took_s: float = 0.01) -> Outcome:
    """Of the stage, at a hundred a second."""
    at_s = number / 100
    return Outcome("s", number, at_s, at_s, at_s + took_s, status, "" if status else "refused")


@pytest.mark.parametrize(("status", "alarms"), [(201, False), (500, False), (STRANGE, True), (0, True)])
def test_most_answers_of_another_kind_are_an_alarm(status: int, alarms: bool) -> None:
    """The incident's own are not, however many."""
    seen = watch()
    seen.saw([outcome(number, status if number % 3 else 201) for number in range(60)])

    said = seen.alarm(0.6)
    assert bool(said) == alarms
    assert not alarms or str(status) in said


def test_a_few_of_another_kind_are_none() -> None:
    """An alarm takes fifty answers."""
    seen = watch()
    seen.saw([outcome(number, STRANGE) for number in range(49)])

    assert seen.alarm(0.5) == ""


def test_a_target_that_stops_answering_is_an_alarm() -> None:
    """Though no answer says so: 26 have waited for more than two seconds."""
    seen = watch()
    seen.saw([outcome(number) for number in range(100)])

    assert seen.alarm(3.2) == ""
    assert "more than 2 s" in seen.alarm(3.3)


def test_what_is_answered_late_is_no_longer_waited_for() -> None:
    """In whatever order."""
    seen = watch()
    seen.saw([outcome(number, took_s=3) for number in reversed(range(400))])

    assert seen.alarm(5.5) == ""


@pytest.fixture
def url() -> Iterator[str]:
    """The breaking server's."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.load.breaking_server", str(SERVES)], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield f"http://127.0.0.1:{server.stdout.readline().strip()}"
        finally:
            server.kill()


def test_the_load_ends_within_a_second(tmp_path: Path, url: str) -> None:
    """By the server's own clock; what was seen by then is in the verdict."""
    (tmp_path / "firedrill.toml").write_text(
        f'[target.mine]\nurl = "{url}"\n'
        '[target.mine.load]\nallowed = true\ncookie_env = "MY_COOKIE"\ndb_timeout_ms = 1000\n',
        encoding="utf-8",
    )

    done = run(tmp_path, "run", "pool-exhaustion", "--url", url, "--json", MY_COOKIE="sb=me")

    assert done.returncode == ExitCode.INCONCLUSIVE, done.stderr
    arm = json.loads(done.stdout)["load"]["arms"][0]
    assert (
        f"stopped: most answers are neither success nor this incident's failure, the last one {STRANGE}"
        in (arm["because"])
    )
    assert arm["latency_ms"]["p50"] > 0
    assert sum(bucket["served_per_s"] for bucket in arm["buckets"]) > 0
    seen = httpx.get(f"{url}/seen").json()
    assert seen["seen"] > SERVES
    assert 0 < seen["last_at"] - seen["broke_at"] < 1
    again = run(tmp_path, "judge", "latest", "--json")
    assert json.loads(again.stdout)["load"]["arms"][0] == arm
