"""The outcomes of one stage, read in order of intended send."""

from __future__ import annotations

import bisect
import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple

from load.outcome import Outcome
from load.share import Share, share
from load.stage import Stage
from load.symptom import Symptom

# An arrival sent later than this was not sent when its user came.
LATE_S = 0.1


# Long enough for answers to belong to the arrivals of their own block.
BLOCK_S = 0.3


class Deficit(NamedTuple):
    """1 - successes that came / arrivals that were due, and its standard error."""

    value: float
    error: float


class Cohort:
    """Collects outcomes as they come; judges only those before which none is missing.

    In the order in which answers arrive, refusals overtake successes that still wait in a queue.
    """

    def __init__(self, stage: Stage, symptom: Symptom, skip_s: float = 0.0) -> None:
        """Failed is what shows the incident's symptom; arrivals before ``skip_s`` are not judged."""
        self.stage = stage
        self.symptom = symptom
        self._intended = list(stage.intended_s())
        self._first = bisect.bisect_left(self._intended, skip_s)
        self._outcomes: dict[int, Outcome] = {}
        self._whole = 0
        self._failed: list[bool] = []

    def add(self, outcome: Outcome) -> None:
        """Take in one outcome of this stage; one that is there already stays."""
        self._outcomes.setdefault(outcome.number, outcome)
        while (following := self._outcomes.get(self._whole)) is not None:
            if self._whole >= self._first:
                self._failed.append(self.symptom.shows(following))
            self._whole += 1

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """All that came, in order of intended send."""
        return [self._outcomes[index] for index in sorted(self._outcomes)]

    @property
    def judged(self) -> Sequence[Outcome]:
        """Those that `share` rests on."""
        return [self._outcomes[index] for index in range(self._first, self._whole)]

    @property
    def complete(self) -> bool:
        """Whether every arrival of the stage has come to something."""
        return self._whole == self.stage.count

    def share(self) -> Share:
        """The share of failures among those before which none is missing."""
        return share(self._failed)

    def strange(self) -> float:
        """The share of answers that are neither a success nor the incident's failure."""
        seen = self._outcomes.values()
        odd = sum(not self.symptom.shows(outcome) and not outcome.succeeded for outcome in seen)
        return odd / len(seen) if seen else 0.0

    def late(self) -> float:
        """The share of arrivals that the generator sent more than `LATE_S` too late."""
        seen = self._outcomes.values()
        return sum(outcome.lag_s > LATE_S for outcome in seen) / len(seen) if seen else 0.0

    def deficit(self, from_s: float, to_s: float) -> Deficit:
        """The share of the arrivals that came to no success, in this part of the stage.

        A queue that grows shows here before anything has failed, whatever the time-out.
        """
        blocks = max(2, round((to_s - from_s) / BLOCK_S))
        edges = [from_s + (to_s - from_s) * number / blocks for number in range(blocks + 1)]
        due = [bisect.bisect_left(self._intended, edge) for edge in edges]
        ends = sorted(outcome.done_s for outcome in self._outcomes.values() if outcome.succeeded)
        done = [bisect.bisect_left(ends, edge) for edge in edges]
        missing = [due[n + 1] - due[n] - done[n + 1] + done[n] for n in range(blocks)]
        arrivals = due[-1] - due[0]
        if not arrivals:
            return Deficit(0.0, 1.0)
        return Deficit(sum(missing) / arrivals, math.sqrt(blocks * statistics.variance(missing)) / arrivals)
