"""What one run of Locust is to find out, and with what: one arm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from fixtures.part import Part
from load.incident import Incident
from load.stage import Arrivals

# The environment variable with the path of a plan; without it a locustfile makes one of its incident.
VARIABLE = "FIREDRILL_LOAD_PLAN"
# The variables with the visitors' account, with several (JSON: ``[{"email": ..., "password": ...}]``), or
# with the cookie of somebody who is logged in.
EMAIL, PASSWORD, ACCOUNTS = "SMOKE_EMAIL", "SMOKE_PASSWORD", "FIREDRILL_LOAD_ACCOUNTS"
COOKIE = "FIREDRILL_LOAD_COOKIE"
# Beyond its own time-out for a connection.
_PATIENCE_S = 10.0
# RFC 5737: nobody's addresses.
CAMPAIGN = "203.0.113.80"
ABUSER = "198.51.100.66"


class Plan(Part):
    """One arm. ``arm`` names it; ``question`` is what it shall answer.

    ``chooses_addresses`` is whether requests may state their client's. ``timeout_s`` is how long the target
    lets a request wait for a connection; ``capacity_per_s`` and ``before_share`` what an earlier arm measured
    and which share failed in it.
    """

    run_id: str = "local"
    arm: Literal["run", "before", "after"] = "run"
    question: Literal["reproduced", "fixed"] = "reproduced"
    incident: Incident
    settings: Mapping[str, str] = Field(default_factory=dict)
    chooses_addresses: bool = True
    timeout_s: float = Field(5.0, gt=0)
    capacity_per_s: float | None = Field(None, gt=0)
    before_share: float | None = None
    full: bool = False
    arrivals: Arrivals = "constant"
    seed: int = 0
    max_s: float = Field(gt=0)
    max_rate_per_s: float = Field(gt=0)

    @property
    def patience_s(self) -> float:
        """A target that lets requests wait for longer is breaking down."""
        return self.timeout_s + _PATIENCE_S

    @property
    def rate_factor(self) -> float:
        """The judged rate, in old capacities."""
        assert self.incident.queue is not None, "only a queue has a capacity"
        queue = self.incident.queue
        return queue.reproduce_at if self.question == "reproduced" else queue.judge_at
