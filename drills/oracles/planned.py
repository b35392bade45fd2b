"""Was a minor problem put down for later, so that it can be found and mended?"""

from __future__ import annotations

from drills.oracle import Evidence, Finding, Problem
from drills.planning import is_planned, missing
from drills.tickets import tickets

TITLE = "A minor problem was documented and planned"
REF = "3"
PHASE = "resolve"


def judge(evidence: Evidence) -> Finding:
    """Label, steps, impact, workaround, assignee and sprint, all in one ticket."""
    case = evidence.case
    if case.scenario.ends != "planned":
        return Finding.holds("not a problem to be put down for later")
    written = list(tickets(case))
    if not written:
        return Finding.fails(Problem("not-planned", "there is no ticket in which it could be planned"))
    done = next((ticket for ticket in written if is_planned(ticket)), None)
    if done is not None:
        return Finding.holds(f"{done.identifier} was complete {case.told(done.event)}, for {done.cycle}")
    last = {ticket.identifier: ticket for ticket in written}
    nearest = min(last.values(), key=lambda ticket: len(missing(ticket)))
    message = f"{nearest.identifier} (#{nearest.event.seq}) lacks: {', '.join(missing(nearest))}"
    return Finding.fails(Problem("ticket-incomplete", message, (nearest.event.seq,)))
