"""What the verdict of a rehearsal says beside its checks: one row for each scenario."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class _Record(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


class Rehearsed(_Record):
    """One scenario, drilled. The phases' times are drill seconds, None where the end was not observed.

    ``reason`` and ``message`` are the first of its verdict's; ``took_s`` is real time.
    """

    scenario: str
    severity: str
    title: str
    verdict: Literal["PASS", "FAIL", "INCONCLUSIVE"]
    triage_s: float | None = None
    mitigate_s: float | None = None
    validate_s: float | None = None
    resolve_s: float | None = None
    reason: str = ""
    message: str = ""
    took_s: float = 0.0
    run: str = Field(default="", description="The id of its own run, under reports/out/drill.")


class Rehearsal(_Record):
    """A catalogue of scenarios, each drilled once. ``pace`` is the fastest that was allowed."""

    responder: str
    pace: float
    seed: int
    jobs: int = Field(description="How many drills ran side by side.")
    command: str = Field(description="How the same is run again.")
    rows: list[Rehearsed] = []
