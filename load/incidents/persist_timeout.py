"""Users who log in with a post pending, while the database is slow.

Stock Locust runs it too: ``locust -f load/incidents/persist_timeout.py --headless -u 20 -r 20 --host URL``.
Its numbers are in ``persist_timeout.toml``.
"""

from load.generator.visitor import Visitor
from load.incident import find


class Persisting(Visitor):
    """Stores the post that was pending, among others who only look."""

    incident = find("persist-timeout")
