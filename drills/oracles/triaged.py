"""Do severity and cause stand in Linear, and are they right?"""

from __future__ import annotations

from drills.boundaries import is_triaged
from drills.case import Case
from drills.oracle import Evidence, Finding, Problem
from drills.scenario import Words
from drills.sightings import log_reads
from drills.tickets import Ticket, tickets

TITLE = "Severity and cause were found"
REF = "étape 1"
PHASE = "triage"


def judge(evidence: Evidence) -> Finding:
    """Some ticket of the responder said both; what counts is what was written, not what was thought."""
    case, triaged = evidence.case, evidence.boundaries.triaged
    if triaged is not None:
        return Finding.holds(f"{case.scenario.severity} and its cause stood in Linear {case.told(triaged)}")
    written = list(tickets(case))
    if not written:
        first_read = next(iter(log_reads(case, case.alerted)), None)
        message = (
            f"expected a Linear issue with {case.scenario.severity} and the cause, found none; "
            f"logs first read {case.told(first_read)}"
        )
        return Finding.fails(Problem("no-incident-ticket", message))
    return Finding.fails(*_what_is_wrong(case, written))


def _what_is_wrong(case: Case, written: list[Ticket]) -> list[Problem]:
    """Against the last state of each ticket, that one told which came nearest."""
    last = {ticket.identifier: ticket for ticket in written}
    nearest = min((_problems(case, ticket) for ticket in last.values()), key=len)
    # Each was right once, but never both at the same time.
    return nearest or [
        Problem("triage-undone", f"{ticket.identifier} no longer says what was right in it")
        for ticket in last.values()
        if not is_triaged(case, ticket)
    ]


def _problems(case: Case, ticket: Ticket) -> list[Problem]:
    problems, truth, cited = [], case.scenario.truth, (ticket.event.seq,)
    severity = ticket.severity()
    if severity != case.scenario.severity:
        message = (
            f"{ticket.identifier} says {severity or 'no severity'} (#{ticket.event.seq}), "
            f"expected {case.scenario.severity}"
        )
        problems.append(Problem("wrong-severity", message, cited))
    missing = truth.missing_in(ticket.text)
    if missing:
        mistaken = truth.mistaken_in(ticket.text)
        evidence = "".join(f"; against it: {each.evidence}" for each in mistaken)
        message = (
            f"{ticket.identifier} does not name the cause (#{ticket.event.seq}): "
            f"expected {_asked(missing)}{evidence}"
        )
        problems.append(Problem("wrong-cause" if mistaken else "cause-missing", message, cited))
    return problems


def _asked(missing: list[Words]) -> str:
    return " and ".join(f"one of {', '.join(repr(word) for word in group)}" for group in missing)
