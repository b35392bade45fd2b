"""Users who log in with a post pending, more of them than the pool of connections can serve.

Stock Locust runs it too: ``locust -f load/incidents/pool_exhaustion.py --headless -u 20 -r 20 --host URL``.
Its numbers are in ``pool_exhaustion.toml``.
"""

from load.generator.visitor import Visitor
from load.incident import find
from load.stage import Stage


class Persisting(Visitor):
    """Stores the post that was pending."""

    incident = find("pool-exhaustion")

    def arrive(self, stage: Stage, index: int) -> tuple[int, str]:
        """The one request that keeps a connection."""
        return self.persist(stage, index)
