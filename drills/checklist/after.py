"""The checklist's second half: after the incident.

What is done outside of the world (a wiki, a meeting) is seen only where the responder says so in Linear or
by mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from drills.case import Case
from drills.checklist.tick import Item, Tick, as_found, done, left_open, not_needed, not_observed, when
from drills.oracle import Evidence
from drills.oracles import postmortem_filed as postmortem_oracle
from drills.sightings import mails
from drills.tickets import Ticket, tickets
from reports.journal import Event

_ACTIONS = re.compile(
    r"^\W*(?:actions? correctives?|corrective actions?)\W*$\n+(?P<items>(?:^\s*(?:\d+[.)]|[-*]).*\n?)+)",
    re.IGNORECASE | re.MULTILINE,
)
_IS_ACTION = re.compile(r"actions? correctives?|corrective actions?|suite de l'incident|follow-?up", re.I)
_DOCUMENTATION = re.compile(r"\b(?:documentation|runbook|wiki|guide)\b", re.IGNORECASE)
_UPDATED = re.compile(r"mise?s? à jour|à jour|updated|complétée?|corrigée?|rien à changer|no change", re.I)
_TEAM = re.compile(
    r"rétrospective|retrospective|rétro\b|équipe (?:est )?informée|team (?:was )?(?:told|informed)", re.I
)


def postmortem_filed(evidence: Evidence) -> Tick:
    """It stands in Linear, where the severity asks for one."""
    case = evidence.case
    if not case.runbook.severity[case.scenario.severity].postmortem:
        return not_needed(f"not asked for after a {case.scenario.severity}")
    return as_found(postmortem_oracle.judge(evidence))


def actions_identified(evidence: Evidence) -> Tick:
    """Something written in Linear lists corrective actions."""
    for ticket in tickets(evidence.case):
        if listed := _ACTIONS.search(ticket.added):
            count = len(listed["items"].strip().splitlines())
            return done(f"{count} listed in {ticket.identifier}", ticket.event)
    return left_open("nothing in Linear lists corrective actions")


def actions_ticketed(evidence: Evidence) -> Tick:
    """There is an issue for them beside the incident's own: it says so, or names it after the recovery."""
    case, clean = evidence.case, evidence.boundaries.outage.clean
    first: dict[str, Ticket] = {}
    for ticket in tickets(case):
        first.setdefault(ticket.identifier, ticket)
    own = next(iter(first), "")
    made = [
        ticket
        for name, ticket in first.items()
        if name != own
        and (
            _IS_ACTION.search(ticket.text)
            or (_names(ticket, own) and clean is not None and ticket.event.mono_s >= clean.mono_s)
        )
    ]
    if not made:
        return left_open("no issue in Linear is called a corrective action, or names the incident after it")
    named = ", ".join(ticket.identifier for ticket in made)
    return done(f"made in Linear: {named}", *(ticket.event for ticket in made))


def documentation_updated(evidence: Evidence) -> Tick:
    """Somebody says so."""
    for event, text in _said(evidence.case):
        sentence = next(
            (line for line in text.splitlines() if _DOCUMENTATION.search(line) and _UPDATED.search(line)),
            None,
        )
        if sentence is not None:
            return done(f"said {when(evidence.case, event)}", event)
    return not_observed("documents are outside of the world, and nothing in Linear or a mail says so")


def team_told(evidence: Evidence) -> Tick:
    """Somebody says so, or invites the team."""
    for event, text in _said(evidence.case):
        if _TEAM.search(text):
            return done(f"said {when(evidence.case, event)}", event)
    return not_observed("a meeting is outside of the world, and nothing in Linear or a mail says so")


def _names(ticket: Ticket, incident: str) -> bool:
    return re.search(rf"\b{re.escape(incident)}\b", ticket.text) is not None


def _said(case: Case) -> Iterator[tuple[Event, str]]:
    """What the responder wrote, in Linear and by mail."""
    yield from ((ticket.event, ticket.added or ticket.title) for ticket in tickets(case))
    yield from ((event, f"{mail.subject}\n{mail.text}") for event, mail in mails(case))


ITEMS: Mapping[str, Item] = {
    "postmortem-filed": postmortem_filed,
    "actions-identified": actions_identified,
    "actions-ticketed": actions_ticketed,
    "documentation-updated": documentation_updated,
    "team-told": team_told,
}
