"""Sees that a target breaks down in a way that is not the incident's: then its load has to end at once."""

from __future__ import annotations

import bisect
from collections.abc import Sequence

from load.method import Step
from load.outcome import Outcome

# So many of the latest answers, and more than this share of them of another kind, or as many unanswered.
_LATEST, _MOST = 50, 0.5


class Watch:
    """Over one step. ``patience_s`` is how long the target may let a request wait."""

    def __init__(self, step: Step, patience_s: float) -> None:
        self._symptom = step.cohorts[0].symptom
        self._patience_s = patience_s
        self._intended = {stage.name: list(stage.intended_s()) for stage in step.stages}
        self._answered: dict[str, set[int]] = {stage.name: set() for stage in step.stages}
        self._oldest = dict.fromkeys(self._intended, 0)
        self._latest: list[bool] = []
        self._strange: Outcome | None = None

    def saw(self, rows: Sequence[Outcome]) -> None:
        """Take in what came."""
        for row in rows:
            self._answered[row.stage].add(row.number)
            strange = not self._symptom.shows(row) and not row.succeeded
            self._latest.append(strange)
            if strange:
                self._strange = row
        del self._latest[:-_LATEST]

    def alarm(self, at_s: float) -> str:
        """Why the load has to end, ``at_s`` seconds from its start; empty while it need not."""
        if self._strange and len(self._latest) == _LATEST and sum(self._latest) > _MOST * _LATEST:
            last = f"{self._strange.status} {self._strange.error}".rstrip()
            return (
                f"stopped: most answers are neither success nor this incident's failure, the last one {last}"
            )
        if sum(self._overdue(name, at_s) for name in self._intended) > _MOST * _LATEST:
            return f"stopped: the target lets requests wait for more than {self._patience_s:g} s"
        return ""

    def _overdue(self, name: str, at_s: float) -> int:
        intended, answered, oldest = self._intended[name], self._answered[name], self._oldest[name]
        while oldest in answered:
            oldest += 1
        self._oldest[name] = oldest
        due = bisect.bisect_left(intended, at_s - self._patience_s)
        return sum(number not in answered for number in range(oldest, due))
