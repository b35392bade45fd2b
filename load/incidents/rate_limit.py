"""Users of a campaign behind one address, and an abuser behind another.

Stock Locust runs it too: ``locust -f load/incidents/rate_limit.py --headless -u 15 -r 15 --host URL``.
Its numbers are in ``rate_limit.toml``.
"""

from load.generator.visitor import Visitor
from load.incident import find
from load.stage import Stage


class Limited(Visitor):
    """Stores the post that was pending."""

    incident = find("rate-limit")

    def arrive(self, stage: Stage, index: int) -> tuple[int, str]:
        """The request that is limited."""
        return self.persist(stage, index)
