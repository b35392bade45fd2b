"""An arm's judged stretch in buckets, as it is drawn."""

from __future__ import annotations

from pathlib import Path

from load import ledger
from load.finding import quantiles
from load.outcome import Outcome
from load.stage import Stage
from reports.load_record import Bucket, Quantiles

_BUCKETS = 40
_SHORTEST_S = 0.25


def draw(folder: Path) -> tuple[float, list[Bucket]]:
    """The length of a bucket in seconds and the buckets of a stored arm's last step; none without one."""
    steps = list(ledger.read(folder))
    if not steps:
        return 0.0, []
    step = steps[-1]
    judged = {stage.name for stage in step.stages if stage.rate_per_s} or {step.stages[0].name}
    rows = [row for row in step.rows if row.stage in judged]
    length_s = max([step.at_s, *(row.done_s for row in rows)], default=0.0)
    bucket_s = max(_SHORTEST_S, length_s / _BUCKETS)
    due = [at_s for stage in step.stages if stage.name in judged for at_s in _due(stage, length_s)]
    return bucket_s, [
        _bucket(number * bucket_s, bucket_s, rows, due) for number in range(int(length_s / bucket_s) + 1)
    ]


def _due(stage: Stage, length_s: float) -> list[float]:
    return [at_s for at_s in stage.intended_s() if at_s <= length_s]


def _bucket(from_s: float, length_s: float, rows: list[Outcome], due: list[float]) -> Bucket:
    to_s = from_s + length_s
    ended = [row for row in rows if from_s <= row.done_s < to_s]
    served = [row for row in ended if row.succeeded]
    found = quantiles([row.latency_s for row in ended])
    return Bucket(
        at_s=from_s,
        sent_per_s=sum(from_s <= at_s < to_s for at_s in due) / length_s,
        served_per_s=len(served) / length_s,
        failed_per_s=(len(ended) - len(served)) / length_s,
        latency_ms=Quantiles.model_validate(found.model_dump()) if found else None,
    )
