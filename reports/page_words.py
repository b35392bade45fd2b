"""How a notable moment reads on the page, in English."""

from __future__ import annotations

from reports.facts.fault import FaultHealed, FaultInjected
from reports.facts.responder import GateEnded, ResponderEnded, ResponderSaid, ResponderStarted
from reports.facts.run import RunEnded, WorldStopped
from reports.facts.samples import ProbeSampled, VendorRequested
from reports.notable import Moment
from reports.text import one_line

_LIMIT = 220


def sentence(moment: Moment) -> str:
    """One moment as one line of plain text, cut where a stranger's text goes on for too long."""
    return one_line(_sentence(moment), _LIMIT)


def who(moment: Moment) -> str:
    """Whose doing it was: ``responder``, ``world`` (vendors, probes, alerts) or ``harness``."""
    fact = moment.fact
    if isinstance(fact, ResponderSaid | ResponderStarted | ResponderEnded):
        return "responder"
    if isinstance(fact, FaultInjected | FaultHealed | RunEnded | WorldStopped):
        return "harness"
    actor = getattr(fact, "actor", "")
    return actor if actor in ("responder", "harness") and moment.topic != "alert" else "world"


def _sentence(moment: Moment) -> str:
    fact, last = moment.fact, moment.last
    if moment.topic == "asked" and isinstance(fact, VendorRequested):
        times = f", {len(moment.events)} times" if len(moment.events) > 1 else ""
        refused = f", answered {fact.status}" if fact.status >= 400 else ""
        asked = "asked" if fact.actor == "responder" else "somebody asked"
        return f"{asked} {fact.vendor}: {fact.method} {fact.path}{times}{refused}"
    if moment.topic == "gate":
        if not isinstance(last, GateEnded):
            return "gate began and never ended"
        real_s = moment.events[-1].mono_s - moment.events[0].mono_s
        why = f" ({', '.join(last.reasons)})" if last.reasons else ""
        return f"gate: {last.verdict} in {real_s:.1f} real seconds{why}"
    if moment.topic == "lost" and isinstance(fact, ProbeSampled):
        return f"first failed probe, {fact.probe}: {fact.error or 'no answer'}"
    if moment.topic == "restored":
        return "service restored: the first sample of the clean time"
    return fact.english()
