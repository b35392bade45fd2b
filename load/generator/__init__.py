"""What runs inside Locust.

``visitor`` (a logged-in user who sends when told to) over ``staying`` (no redirect leaves the target),
``node`` (one generating process: the dispatcher that sends at intended times, and what came of it),
``conductor`` (in the master, or in the only process: follows the incident's method, stops when it knows),
``watch`` (sees a target break down), ``glue`` (joins them to Locust's events).
"""
