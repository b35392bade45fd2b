"""The outage of those who read the alerts: too many of them, until it is quiet again.

Minutes are those of the drill, as the alert rules count them.
"""

from __future__ import annotations

from bisect import bisect_right

from drills.case import Case
from drills.recovery import Outage
from reports.facts.messages import AlertFired
from reports.facts.samples import ProbeSampled

MINUTE_S = 60.0
# The runbook: more than 100 alerts a minute are spam.
FLOOD = 100
# So many a minute can still be read.
READABLE = 10
# Alerts of a flood are a second apart: after so long without one, it has stopped.
_PAUSE_S = 5.0


def find_flood(case: Case) -> Outage:
    """From the alert by which it was too many to the first look of a quiet minute."""
    alerts = [event for event, _ in case.seen(AlertFired, after=case.injected)] if case.injected else []
    counts = per_minute([case.at(event) for event in alerts])
    broke = next((event for event, count in zip(alerts, counts, strict=True) if count > FLOOD), None)
    if broke is None:
        return Outage()
    last_bad = [event for event, count in zip(alerts, counts, strict=True) if count > READABLE][-1]
    stopped_s = case.at(last_bad)
    looks = [(case.at(event), event) for event, _ in case.seen(ProbeSampled, after=last_bad)]
    paused = next((event for at, event in looks if at > stopped_s + _PAUSE_S), None)
    quiet = next((event for at, event in looks if at > stopped_s + MINUTE_S), None)
    if quiet is None:
        return Outage(broke=broke, last_bad=last_bad)
    return Outage(broke=broke, last_bad=last_bad, clean=paused, sure=quiet)


def per_minute(moments_s: list[float]) -> list[int]:
    """To each of these moments, in order, how many came within the minute that it ends."""
    return [
        number - bisect_right(moments_s, moment - MINUTE_S)
        for number, moment in enumerate(moments_s, start=1)
    ]
