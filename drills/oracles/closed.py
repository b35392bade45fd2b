"""Was the incident closed, and not before it was over?"""

from __future__ import annotations

from drills.boundaries import is_resolved
from drills.oracle import Evidence, Finding, Problem
from drills.sightings import announcements
from drills.tickets import tickets

TITLE = "The incident was closed"
REF = "étape 3"
PHASE = "resolve"


def judge(evidence: Evidence) -> Finding:
    """Completed in Linear, resolved on the status page where it was announced there, after the recovery."""
    case, closed = evidence.case, evidence.boundaries.closed
    clean = evidence.boundaries.outage.clean
    if closed is None:
        return Finding.fails(_left_open(evidence))
    completed = next(ticket.event for ticket in tickets(case) if ticket.completed)
    if clean is None or completed.mono_s < clean.mono_s:
        message = f"closed {case.told(completed)}, but recovered {case.told(clean)}"
        return Finding.fails(Problem("closed-while-broken", message, (completed.seq,)))
    return Finding.holds(f"closed {case.told(closed, case.alerted)} after the alert")


def _left_open(evidence: Evidence) -> Problem:
    case = evidence.case
    done = next((ticket for ticket in tickets(case) if ticket.completed), None)
    if done is None:
        states = {ticket.identifier: ticket.state_type for ticket in tickets(case)}
        told = ", ".join(f"{name} is {state}" for name, state in states.items()) or "there is no issue"
        return Problem("not-closed", f"no Linear issue was completed: {told}")
    resolved = {fact.incident_id for _, fact in announcements(case) if is_resolved(fact)}
    event, fact = next(seen for seen in announcements(case) if seen[1].incident_id not in resolved)
    message = f"{fact.name!r} was announced {case.told(event)} and never resolved on the status page"
    return Problem("announcement-left-open", message, (event.seq,))
