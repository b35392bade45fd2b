"""What is drawn of a stored arm: equal buckets of its last step, nothing counted twice or left out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from load import incident
from load.cohort import Cohort
from load.ledger import DECIDED, Ledger
from load.method import Step, at_the_end
from load.outcome import Outcome
from load.series import draw
from load.stage import Stage
from load.symptom import Symptom

POOL, LIMIT, SLOW = (incident.find(name) for name in ("pool-exhaustion", "rate-limit", "slow-ux"))
FILL = Stage(name="prefill-1", count=20, rate_per_s=20)
JUDGED = Stage(name="judge-1", count=100, rate_per_s=50, delay_s=1.0)


def store(folder: Path, stages: Sequence[Stage], at_s: float, statuses: Sequence[int] = (200,)) -> None:
    """One step whose arrivals are all answered after 100 ms, with these statuses in turn."""
    ledger = Ledger(folder)
    ledger.begin(
        Step("a step", [Cohort(stage, Symptom(statuses=(500,))) for stage in stages], at_the_end(len), 60.0)
    )
    for stage in stages:
        outcomes = [
            Outcome(stage.name, number, due_s, due_s, due_s + 0.1, statuses[number % len(statuses)])
            for number, due_s in enumerate(stage.intended_s())
        ]
        ledger.saw([outcome for outcome in outcomes if outcome.done_s <= at_s])
    ledger.end(at_s, DECIDED)
    ledger.close()


def test_the_buckets_are_equally_long_and_hold_everything(tmp_path: Path) -> None:
    """The last one too, so that no rate drops only because the step ended within it."""
    store(tmp_path, [FILL, JUDGED], 2.9, [200, 500])

    filling_s, bucket_s, buckets = draw(tmp_path, POOL)

    assert (filling_s, len(buckets)) == (1.0, 11)
    assert bucket_s == pytest.approx(2.9 / 11)
    assert [bucket.at_s for bucket in buckets] == pytest.approx([bucket_s * n for n in range(11)])
    assert buckets[-1].sent_per_s == pytest.approx(50, rel=0.1)
    assert sum(bucket.sent_per_s for bucket in buckets) * bucket_s == pytest.approx(20 + 96)
    assert sum(b.served_per_s + b.failed_per_s for b in buckets) * bucket_s == pytest.approx(20 + 91)
    assert buckets[5].latency_ms is not None
    assert buckets[5].latency_ms.p50 == pytest.approx(100)


def test_a_burst_is_one_bucket_and_its_abuser_is_not_drawn(tmp_path: Path) -> None:
    """The first stage is the incident's own users; nothing fills a queue."""
    store(tmp_path, [Stage(name="burst", count=15), Stage(name="abuse", count=60)], 0.2, [201, 201, 429])

    filling_s, bucket_s, (bucket,) = draw(tmp_path, LIMIT)

    assert (filling_s, bucket_s) == (0.0, 0.2)
    assert [bucket.sent_per_s, bucket.served_per_s, bucket.failed_per_s] == pytest.approx([75, 50, 25])


def test_there_are_at_most_forty(tmp_path: Path) -> None:
    """However long it took."""
    store(tmp_path, [FILL], 100.0)

    assert len(draw(tmp_path, POOL)[2]) == 40


def test_a_step_that_ended_at_once_is_not_drawn(tmp_path: Path) -> None:
    """Nor a ledger without a step."""
    store(tmp_path, [FILL], 0.0)

    assert draw(tmp_path, POOL) == (0.0, 0.0, [])
    Ledger(tmp_path).close()
    assert draw(tmp_path, POOL) == (0.0, 0.0, [])


def test_of_users_of_all_kinds_only_those_are_drawn_whose_requests_are_judged(tmp_path: Path) -> None:
    """The others would water the share down."""
    others = Stage(name="landing", journey="landing", count=50, rate_per_s=50)
    judged = Stage(name="dashboard", journey="dashboard", count=10, rate_per_s=10)
    store(tmp_path, [others, judged], 2.0)

    _, bucket_s, buckets = draw(tmp_path, SLOW)

    assert sum(bucket.sent_per_s for bucket in buckets) * bucket_s == pytest.approx(10)
    assert sum(bucket.served_per_s for bucket in buckets) * bucket_s == pytest.approx(10)


def test_an_answer_that_is_too_slow_counts_as_failed_where_slowness_is_the_incident(tmp_path: Path) -> None:
    """Though its status is a success."""
    stage = Stage(name="dashboard", journey="dashboard", count=2)
    ledger = Ledger(tmp_path)
    ledger.begin(Step("a step", [Cohort(stage, SLOW.symptom)], at_the_end(len), 60.0))
    ledger.saw([Outcome("dashboard", number, 0, 0, done_s, 200) for number, done_s in enumerate((0.5, 1.5))])
    ledger.end(2.0, DECIDED)
    ledger.close()

    _, bucket_s, buckets = draw(tmp_path, SLOW)

    assert sum(bucket.served_per_s for bucket in buckets) * bucket_s == pytest.approx(1)
    assert sum(bucket.failed_per_s for bucket in buckets) * bucket_s == pytest.approx(1)
