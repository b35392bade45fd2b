"""One stage of a load: how many arrivals, when each is meant to be sent, and as whom."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import Literal

from pydantic import Field, model_validator

from fixtures.part import Part

Arrivals = Literal["constant", "poisson"]
Caller = Literal["anyone", "campaign", "crowd", "abuser"]
Journey = Literal["landing", "quiz", "login", "persist", "dashboard"]


class Stage(Part):
    """``count`` arrivals at ``rate_per_s``, or all at once where there is no rate.

    ``delay_s`` is how long after its step's start it begins. ``caller`` is whose address the requests come
    from: everyone has one of their own (``anyone``), all share the campaign's, or the abuser's, or come from
    one of ``addresses`` of a ``crowd``. ``journey`` is what each arrival does.
    """

    name: str
    journey: Journey = "persist"
    count: int = Field(ge=1)
    rate_per_s: float | None = Field(None, gt=0)
    arrivals: Arrivals = "constant"
    seed: int = 0
    delay_s: float = Field(0.0, ge=0)
    caller: Caller = "anyone"
    addresses: int = Field(1, ge=1, le=100)

    @model_validator(mode="after")
    def _is_spread_or_not(self) -> Stage:
        if self.rate_per_s is None and self.arrivals != "constant":
            raise ValueError("arrivals all at once have no distribution; give a rate")
        return self

    @property
    def length_s(self) -> float:
        """From the step's start to the end of the last one's turn, on average."""
        return self.delay_s + (self.count / self.rate_per_s if self.rate_per_s else 0.0)

    def intended_s(self) -> Iterator[float]:
        """When each arrival is meant to be sent, seconds from the step's start, ascending."""
        if self.rate_per_s is None:
            yield from (self.delay_s for _ in range(self.count))
        elif self.arrivals == "constant":
            yield from (self.delay_s + index / self.rate_per_s for index in range(self.count))
        else:
            gaps, at_s = random.Random(self.seed), self.delay_s  # noqa: S311 - a rhythm, not a secret
            for _ in range(self.count):
                at_s += gaps.expovariate(self.rate_per_s)
                yield at_s

    def share_of(self, worker: int, workers: int) -> Iterator[tuple[int, float]]:
        """The arrivals (index, intended second) that one of several workers sends.

        Every worker draws the same times, so the whole is the same however many they are.
        """
        return islice(enumerate(self.intended_s()), worker, None, workers)
