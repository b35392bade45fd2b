"""What became of one arrival."""

from __future__ import annotations

from typing import NamedTuple

# A status of our own for an arrival without an answer: its connection failed, or nobody answered in time.
NO_ANSWER = 0
# And one for an arrival whose answer led away from the target: nothing was sent there.
LED_AWAY = -1


class Outcome(NamedTuple):
    """Seconds count from the stage's start.

    ``status`` is HTTP's, or `NO_ANSWER` with ``error`` set, or `LED_AWAY` with the other origin in ``error``.
    """

    stage: str
    number: int
    intended_s: float
    sent_s: float
    done_s: float
    status: int
    error: str = ""

    @property
    def succeeded(self) -> bool:
        """Whether there was an answer, and it was none of an error."""
        return 200 <= self.status < 400

    @property
    def latency_s(self) -> float:
        """What the user waited, from when the request should have been sent."""
        return self.done_s - self.intended_s

    @property
    def service_s(self) -> float:
        """What the request itself took."""
        return self.done_s - self.sent_s

    @property
    def lag_s(self) -> float:
        """How late the generator was."""
        return self.sent_s - self.intended_s
