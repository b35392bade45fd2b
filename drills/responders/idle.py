"""The idle responder: gets the alert and does nothing. A scenario that it passes proves nothing."""

from __future__ import annotations

from drills.responders.responder import Ending, Engagement


class Idle:
    """Does nothing."""

    name = "idle"

    @property
    def command(self) -> list[str]:
        """There is none."""
        return []

    def respond(self, engagement: Engagement) -> Ending:  # noqa: ARG002
        """Nothing."""
        return Ending("finished")
