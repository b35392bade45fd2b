"""What an incident looks like in one answer."""

from __future__ import annotations

from fixtures.part import Part
from load.outcome import Outcome


class Symptom(Part):
    """An answer with one of these HTTP ``statuses``, or one that its user waited for longer than this."""

    statuses: tuple[int, ...] = ()
    slower_than_s: float | None = None

    def shows(self, outcome: Outcome) -> bool:
        """Whether this answer is one of the incident's."""
        too_slow = self.slower_than_s is not None and outcome.latency_s > self.slower_than_s
        return too_slow or outcome.status in self.statuses

    @property
    def verb(self) -> str:
        """As in "5 of 15 requests ...", of the requests that it shows in."""
        return "failed" if self.slower_than_s is None else f"took over {self.slower_than_s:g} s"
