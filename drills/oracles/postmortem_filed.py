"""Was the post-mortem filed, with all that the runbook asks of one?"""

from __future__ import annotations

import re

from drills.oracle import Evidence, Finding, Problem
from drills.phases import budget_s
from drills.tickets import Ticket, tickets
from reports.timeline import clock_text

TITLE = "The post-mortem was filed"
REF = "4.2"
PHASE = "post-mortem"

_SECTIONS = {
    "cause": r"cause",
    "impact": r"impact",
    "timeline": r"timeline|chronologie|déroulé",
    "corrective actions": r"actions? correctives?|corrective actions?",
    "lessons": r"lessons?|leçons?|enseignements?",
}


def judge(evidence: Evidence) -> Finding:
    """It stands in Linear. A run that ended before it was due cannot tell that it never came."""
    case = evidence.case
    if not case.runbook.severity[case.scenario.severity].postmortem:
        return Finding.holds(f"not asked for after a {case.scenario.severity}")
    filed = next((ticket for ticket in tickets(case) if ticket.adds_postmortem), None)
    if filed is None:
        budget = budget_s(case, "post-mortem")
        due = f", due {clock_text(budget)} after the end" if budget else ""
        return Finding.unclear(
            Problem("postmortem-not-seen", f"no post-mortem stood in Linear when the run ended{due}")
        )
    if missing := _missing(filed):
        message = f"the post-mortem (#{filed.event.seq}) lacks: {', '.join(missing)}"
        return Finding.fails(Problem("postmortem-incomplete", message, (filed.event.seq,)))
    return Finding.holds(f"filed in {filed.identifier} {case.told(filed.event)}")


def _missing(filed: Ticket) -> list[str]:
    return [name for name, words in _SECTIONS.items() if not re.search(words, filed.added, re.IGNORECASE)]
