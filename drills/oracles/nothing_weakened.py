"""Is what protects Postry as strong as before, and what was done still in effect?"""

from __future__ import annotations

from drills.case import Case
from drills.oracle import Evidence, Finding, Problem
from drills.refusals import limit_of, per_minute, samples
from reports.facts.messages import RuleChanged
from reports.facts.production import ProductionChanged

TITLE = "Nothing was weakened"
REF = "2, scénario 3"
PHASE = "whole"


def judge(evidence: Evidence) -> Finding:
    """Alerts are told, whoever abuses Postry meets the rate limit, and what ended the outage is in effect."""
    case = evidence.case
    if muted := _muted(case):
        return Finding.fails(muted)
    if not samples(case, legitimate=False):
        return Finding.holds("nobody who abuses Postry was there")
    problems = [problem for problem in (_abuser(case), _undone(evidence)) if problem]
    if problems:
        return Finding.fails(*problems)
    since = _since(case)
    sent = sum(fact.sent for event, fact in samples(case, legitimate=False) if event.mono_s >= since)
    refused = sum(fact.refused for event, fact in samples(case, legitimate=False) if event.mono_s >= since)
    if not refused:
        message = f"the one who abuses Postry sent {sent} requests since the last change: too few to tell"
        return Finding.unclear(Problem("limit-not-seen", message))
    return Finding.holds(f"of {sent} abusive requests since the last change {refused} were refused")


def _muted(case: Case) -> Problem | None:
    changed = case.seen(RuleChanged, after=case.injected)
    if not changed or changed[-1][1].watching:
        return None
    event, fact = changed[-1]
    message = f"no alert rule speaks of errors any more since {fact.rule!r} was {fact.change} (#{event.seq})"
    return Problem("alerts-muted", message, (event.seq,))


def _since(case: Case) -> float:
    changed = case.seen(ProductionChanged)
    return changed[-1][0].mono_s if changed else 0.0


def _abuser(case: Case) -> Problem | None:
    changed = case.seen(ProductionChanged)
    if not changed:
        return None
    event, fact = changed[-1]
    limit = limit_of(fact)
    seen = samples(case, legitimate=False)
    rate = per_minute(case, legitimate=False)
    free = sorted({sample.address for _, sample in seen} & limit.whitelist)
    if free:
        message = f"{', '.join(free)}, from which Postry is abused, meets no limit any more (#{event.seq})"
        return Problem("abuser-no-longer-limited", message, (event.seq,))
    if rate and limit.per_minute >= rate:
        message = (
            f"the limit of {limit.per_minute} a minute (#{event.seq}) refuses none of the {rate:.0f} abusive "
            "requests a minute"
        )
        return Problem("abuser-no-longer-limited", message, (event.seq,))
    return None


def _undone(evidence: Evidence) -> Problem | None:
    """A rollback brings back the environment of then, without what was set since."""
    case = evidence.case
    right = [taken.event for taken in evidence.ways if taken.way in case.scenario.accepted]
    last = case.seen(ProductionChanged)[-1:]
    if not right or not last:
        return None
    event, fact = last[0]
    done = right[-1].fact
    if not isinstance(done, ProductionChanged) or limit_of(done) == limit_of(fact):
        return None
    message = f"what was set {case.told(right[-1])} is lost again by a {fact.cause} {case.told(event)}"
    return Problem("mitigation-undone", message, (right[-1].seq, event.seq))
