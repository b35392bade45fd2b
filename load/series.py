"""An arm's judged stretch in buckets, as it is drawn."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

from load import ledger
from load.finding import quantiles
from load.incident import Incident
from load.outcome import Outcome
from load.symptom import Symptom
from reports.load_record import Bucket, Quantiles

_BUCKETS = 40
_SHORTEST_S = 0.25


def draw(folder: Path, incident: Incident) -> tuple[float, float, list[Bucket]]:
    """Of a stored arm's last step, how long it filled the queue and the length of a bucket, in seconds.

    And the buckets, of the judged journey alone; without a step there are none.
    """
    steps = list(ledger.read(folder))
    if not steps:
        return 0.0, 0.0, []
    step = steps[-1]
    judged = [stage for stage in step.stages if stage.journey == incident.judged]
    stages = [stage for stage in judged if stage.rate_per_s] or judged[:1]
    names = {stage.name for stage in stages}
    rows = [row for row in step.rows if row.stage in names]
    length_s = max([step.at_s, *(row.done_s for row in rows)])
    if not length_s:
        return 0.0, 0.0, []
    # All are equally long: the rates of a last one that is cut short would drop for no reason.
    count = min(_BUCKETS, max(1, int(length_s / _SHORTEST_S)))
    edges = [length_s * number / count for number in range(count)] + [math.nextafter(length_s, math.inf)]
    due = [at_s for stage in stages for at_s in stage.intended_s() if at_s <= length_s]
    filling_s = max(stage.delay_s for stage in stages)
    buckets = [_bucket(*ends, rows, due, incident.symptom) for ends in itertools.pairwise(edges)]
    return filling_s, length_s / count, buckets


def _bucket(from_s: float, to_s: float, rows: list[Outcome], due: list[float], symptom: Symptom) -> Bucket:
    length_s = to_s - from_s
    ended = [row for row in rows if from_s <= row.done_s < to_s]
    served = [row for row in ended if row.succeeded and not symptom.shows(row)]
    found = quantiles([row.latency_s for row in ended])
    return Bucket(
        at_s=from_s,
        sent_per_s=sum(from_s <= at_s < to_s for at_s in due) / length_s,
        served_per_s=len(served) / length_s,
        failed_per_s=(len(ended) - len(served)) / length_s,
        latency_ms=Quantiles.model_validate(found.model_dump()) if found else None,
    )
