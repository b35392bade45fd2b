"""Was the incident closed, and not before it was over?"""

from __future__ import annotations

from drills.boundaries import completions, resolutions
from drills.oracle import Evidence, Finding, Problem
from drills.tickets import tickets

TITLE = "The incident was closed"
REF = "étape 3"
PHASE = "resolve"


def judge(evidence: Evidence) -> Finding:
    """Completed in Linear, resolved on the status page where it was announced there, after the recovery."""
    case, closed = evidence.case, evidence.boundaries.closed
    outage = evidence.boundaries.outage
    clean = outage.clean
    if case.scenario.ends == "planned":
        return Finding.holds("nothing is closed in the drill: the fix is to be planned")
    if closed is None:
        return Finding.fails(*_left_open(evidence))
    if case.scenario.ends == "closed" and outage.broke is None:
        return Finding.holds(f"closed {case.told(closed)}")
    early = [
        (name, done)
        for name, done in completions(case).items()
        if done is not None and (clean is None or done.mono_s < clean.mono_s)
    ]
    if early:
        name, done = early[0]
        message = f"{name} was closed {case.told(done)}, but the site recovered {case.told(clean)}"
        return Finding.fails(Problem("closed-while-broken", message, (done.seq,)))
    return Finding.holds(f"closed {case.told(closed)}")


def _left_open(evidence: Evidence) -> list[Problem]:
    case = evidence.case
    states = {ticket.identifier: ticket.state_type for ticket in tickets(case)}
    problems = [
        Problem("not-closed", f"{name} was never completed in Linear: it is {states[name]}")
        for name, done in completions(case).items()
        if done is None
    ]
    if not states:
        problems.append(Problem("not-closed", "no incident was completed in Linear: there is none"))
    problems += [
        Problem("announcement-left-open", f"{name!r} is not resolved on the status page")
        for name, done in resolutions(case).items()
        if done is None
    ]
    return problems
