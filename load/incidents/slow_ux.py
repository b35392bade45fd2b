"""Users of all kinds; the dashboard is slow for those who have many posts.

Stock Locust runs it too: ``locust -f load/incidents/slow_ux.py --headless -u 20 -r 20 --host URL``.
Its numbers are in ``slow_ux.toml``.
"""

from load.generator.visitor import Visitor
from load.incident import find


class Browsing(Visitor):
    """Takes every journey there is."""

    incident = find("slow-ux")
