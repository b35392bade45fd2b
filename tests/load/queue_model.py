"""A queue with known truth: ``servers`` connections, each held for a while; who waits too long fails.

It gives outcomes as a generator would have recorded them, so the judge can be judged over many runs.
"""

from __future__ import annotations

import bisect
import heapq
import math
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from load.finding import Finding
from load.incident import find
from load.judge import method
from load.method import Moment, Step, follow
from load.outcome import Outcome
from load.plan import Plan

# What a request takes beside its connection.
OVERHEAD_S = 0.01
POLL_S = 0.1


@dataclass
class QueueModel:
    """First come, first served. ``hold`` is constant or exponential around ``hold_s``.

    From ``slower_from_s`` on it is half as long again.
    """

    servers: int
    hold_s: float = 0.25
    timeout_s: float = 5.0
    hold: Literal["constant", "exponential"] = "constant"
    seed: int = 0
    late_s: float = 0.0
    slower_from_s: float = math.inf
    steps: list[Simulated] = field(default_factory=list)
    _clock_s: float = 0.0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._free = [0.0] * self.servers
        self._sent_s: list[float] = []
        self._after: list[tuple[float, ...]] = []

    def begin(self, step: Step) -> Simulated:
        """The whole of a step. What an earlier one left waiting is still served, though nobody listens."""
        if self.steps:
            self._clock_s += self.steps[-1].at_s
            sent = bisect.bisect(self._sent_s, self._clock_s)
            self._free = list(self._after[sent - 1]) if sent else self._free
        self._sent_s, self._after = [], []
        arrivals = sorted(
            (at_s, order, number, stage.name)
            for order, stage in enumerate(step.stages)
            for number, at_s in enumerate(stage.intended_s())
        )
        outcomes = []
        for at_s, _, number, name in arrivals:
            done_s, status = self._serve(self._clock_s + at_s)
            self._sent_s.append(self._clock_s + at_s)
            self._after.append(tuple(self._free))
            outcomes.append(Outcome(name, number, at_s, at_s + self.late_s, done_s - self._clock_s, status))
        self.steps.append(Simulated(step, sorted(outcomes, key=lambda outcome: outcome.done_s)))
        return self.steps[-1]

    def _serve(self, at_s: float) -> tuple[float, int]:
        # Exact for first come, first served: whoever came earlier has its turn before.
        start_s = max(at_s, self._free[0])
        if start_s - at_s > self.timeout_s:
            return at_s + self.timeout_s + OVERHEAD_S, 500
        hold_s = self.hold_s * (1.5 if start_s >= self.slower_from_s else 1)
        hold_s = hold_s if self.hold == "constant" else self._random.expovariate(1 / hold_s)
        heapq.heapreplace(self._free, start_s + hold_s)
        return start_s + hold_s + OVERHEAD_S, 201


@dataclass
class Simulated:
    """A step at work (`load.method.Running`), in no time."""

    step: Step
    outcomes: Sequence[Outcome]
    at_s: float = 0.0
    told: int = 0

    def news(self) -> Sequence[Outcome]:
        """What came in the next tenth of a second."""
        self.at_s += POLL_S
        before = self.told
        while self.told < len(self.outcomes) and self.outcomes[self.told].done_s <= self.at_s:
            self.told += 1
        return self.outcomes[before : self.told]

    @property
    def moment(self) -> Moment:
        """How far it is."""
        return Moment(self.at_s, self.told == len(self.outcomes) or self.at_s > self.step.limit_s)


def planned(question: str, **fields: Any) -> Plan:
    """A plan for the pool's exhaustion."""
    return Plan.model_validate(
        {"incident": find("pool-exhaustion"), "question": question, "max_s": 60, "max_rate_per_s": 1000}
        | fields
    )


def reproduce(model: QueueModel, **fields: Any) -> Finding:
    """What the method finds out about this queue."""
    return follow(method(planned("reproduced", timeout_s=model.timeout_s, **fields)), model.begin)


def judge_fix(model: QueueModel, before: Finding, **fields: Any) -> Finding:
    """What it says of this queue as the fix of an earlier one."""
    plan = planned(
        "fixed",
        timeout_s=model.timeout_s,
        capacity_per_s=before.capacity_per_s,
        before_share=before.share,
        **fields,
    )
    return follow(method(plan), model.begin)
