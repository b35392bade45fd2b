"""Users who log in with a post pending, more of them than the pool of connections can serve.

Stock Locust runs it too: ``locust -f load/incidents/pool_exhaustion.py --headless -u 20 -r 20 --host URL``.
Its numbers are in ``pool_exhaustion.toml``.
"""

from load.generator.visitor import Visitor
from load.incident import find


class Persisting(Visitor):
    """Stores the post that was pending."""

    incident = find("pool-exhaustion")
