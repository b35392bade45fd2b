"""Users of all kinds; the dashboard fails for those who have a post without an equalizer.

Stock Locust runs it too: ``locust -f load/incidents/dashboard_500.py --headless -u 20 -r 20 --host URL``.
Its numbers are in ``dashboard_500.toml``.
"""

from load.generator.visitor import Visitor
from load.incident import find


class Browsing(Visitor):
    """Takes every journey there is."""

    incident = find("dashboard-500")
