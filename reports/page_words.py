"""How a notable moment reads on the page, in English."""

from __future__ import annotations

from reports.facts import (
    AlertFired,
    AnyFact,
    DatabaseRestored,
    DeploymentChanged,
    FaultEnded,
    FaultHealed,
    FaultInjected,
    GateEnded,
    MailSent,
    MoveFailed,
    PoolResized,
    ProbeSampled,
    ProductionChanged,
    ResponderEnded,
    ResponderSaid,
    ResponderStarted,
    RuleChanged,
    RunEnded,
    StatusPosted,
    TicketChanged,
    TicketCommented,
    VendorRequested,
    WorldStopped,
)
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
    return _plain(fact)


def _plain(fact: AnyFact) -> str:
    match fact:
        case AlertFired():
            return f"alert from {fact.source}: {fact.title}"
        case FaultInjected():
            return f"fault injected: {fact.fault}"
        case FaultEnded():
            return f"the fault ended by itself: {fact.fault}"
        case FaultHealed():
            return f"fault undone by the harness: {fact.fault}"
        case ProductionChanged():
            more = ", in maintenance" if fact.maintenance else ""
            return f"production is now {fact.deployment_id} (commit {fact.commit}), by {fact.cause}{more}"
        case MoveFailed():
            return f"the {fact.move} to {fact.deployment_id} (commit {fact.commit}) failed"
        case DatabaseRestored():
            return f"the database is taken back to {fact.to:%H:%M:%S} UTC"
        case PoolResized():
            return f"the database's pool has {fact.size} connections now, not {fact.before}"
        case DeploymentChanged():
            return f"deployment {fact.deployment_id} is {fact.state}"
        case TicketChanged():
            state = ", ".join([*fact.labels, fact.state])
            return f"ticket {fact.identifier} {fact.change} ({state}): {fact.title}"
        case TicketCommented():
            return f"comment on ticket {fact.identifier}: {fact.body}"
        case StatusPosted():
            return f"status page, {fact.status}: {fact.body or fact.name}"
        case RuleChanged():
            watching = ", ".join(fact.watching) or "no rule"
            return f"alert rule {fact.rule!r} {fact.change}; errors are told by {watching}"
        case MailSent():
            return f"mail to {', '.join(fact.to)}: {fact.subject}"
        case ResponderStarted():
            return f"the brief is handed to the responder ({fact.responder})"
        case ResponderSaid():
            return f"declared {fact.what}" + (f": {fact.text}" if fact.text.strip() else "")
        case ResponderEnded():
            code = "" if fact.returncode in (None, 0) else f", exit code {fact.returncode}"
            return f"the responder ended: {fact.reason}{code}" + (f": {fact.detail}" if fact.detail else "")
        case RunEnded():
            return f"the run ended: {fact.reason}" + (f": {fact.detail}" if fact.detail else "")
        case WorldStopped():
            return f"left behind: {', '.join(fact.leftovers)}"
        case _:
            return fact.kind
