"""What a load's verdict says beside its checks: its arms, with all that is drawn of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel, ConfigDict, Field


class _Record(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


class Quantiles(_Record):
    """Milliseconds: the median, and what 95 and 99 of 100 do not exceed."""

    p50: float
    p95: float
    p99: float


class Bucket(_Record):
    """A stretch of an arm: arrivals that were due in it, and what became of them. Rates are a second."""

    at_s: float
    sent_per_s: float
    served_per_s: float
    failed_per_s: float
    latency_ms: Quantiles | None = None


class Arm(_Record):
    """One load and what it found: ``share`` of ``sample`` failed, with its 95 % interval.

    ``latency_ms`` counts from the intended send, ``service_ms`` from the real one, ``lag_ms`` is between
    them. ``deficit`` is the share of arrivals that found no success in time; ``remaining`` what would still
    fail at the incident's own rate.
    """

    name: str
    settings: dict[str, str] = {}
    answer: str
    because: str
    rate_per_s: float | None = None
    capacity_per_s: float | None = None
    sample: int = 0
    failures: int = 0
    share: float = 0.0
    low: float = 0.0
    high: float = 1.0
    dispersion: float = 1.0
    deficit: float | None = None
    remaining: float | None = None
    latency_ms: Quantiles | None = None
    service_ms: Quantiles | None = None
    lag_ms: Quantiles | None = None
    late: float = 0.0
    judged_s: float = 0.0
    filling_s: float = Field(default=0.0, description="Of what is drawn, how long only filled the queue.")
    bucket_s: float = 0.0
    buckets: Sequence[Bucket] = Field(default=(), description="The judged stretch, from its start on.")

    def drawn(self, filling_s: float, bucket_s: float, buckets: Sequence[Bucket]) -> Self:
        """With what is drawn of it."""
        shown = {"filling_s": filling_s, "bucket_s": bucket_s, "buckets": tuple(buckets)}
        return self.model_copy(update=shown)


class Load(_Record):
    """``band`` is the failing share that counts as reproduced; ``prediction`` what nobody waited for.

    What takes longer than ``slower_than_s`` counts as failed, too.
    ``asked`` are the arms that there should be, in order, each with its settings, also one that never ran;
    ``command`` is how the same is run again.
    """

    incident: str
    title: str
    request: str
    band: tuple[float, float]
    fixed_below: float = 0.01
    slower_than_s: float | None = None
    asked: dict[str, dict[str, str]]
    command: str
    arms: list[Arm]
    prediction: str = ""
