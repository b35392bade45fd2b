"""Users of a campaign behind one address, and an abuser behind another.

Stock Locust runs it too: ``locust -f load/incidents/rate_limit.py --headless -u 15 -r 15 --host URL``.
Its numbers are in ``rate_limit.toml``.
"""

from load.generator.visitor import Visitor
from load.incident import find


class Limited(Visitor):
    """Stores the post that was pending."""

    incident = find("rate-limit")
