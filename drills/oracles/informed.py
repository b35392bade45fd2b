"""Were those told whom it concerns?"""

from __future__ import annotations

from drills.case import Case
from drills.oracle import Evidence, Finding, Problem
from drills.sightings import announcements, mails
from reports.journal import Event

TITLE = "Those concerned were told"
REF = "P0"
PHASE = "resolve"


def judge(evidence: Evidence) -> Finding:
    """People by mail where the severity asks for it, users on the status page where they notice."""
    case, closed = evidence.case, evidence.boundaries.closed
    problems = _people(case, closed) + (_users(case, closed) if case.scenario.visible else [])
    if problems:
        return Finding.fails(*problems)
    wanted = case.runbook.severity[case.scenario.severity].alert
    told = ", ".join(case.runbook.contact[name].title for name in wanted) or "nobody"
    users = "users informed" if case.scenario.visible else "users did not notice"
    return Finding.holds(f"alerted: {told}; {users}")


def _people(case: Case, closed: Event | None) -> list[Problem]:
    problems = []
    for name in case.runbook.severity[case.scenario.severity].alert:
        contact = case.runbook.contact[name]
        first = next((event for event, mail in mails(case) if contact.address in mail.to), None)
        if first is None:
            others = sorted({address for _, mail in mails(case) for address in mail.to}) or ["nobody"]
            message = f"{contact.title} ({contact.address}) was not alerted; mailed: {', '.join(others)}"
            problems.append(Problem("people-not-alerted", message))
        elif closed is not None and first.mono_s > closed.mono_s:
            message = f"{contact.title} was alerted {case.told(first)}, after the incident was closed"
            problems.append(Problem("people-alerted-late", message, (first.seq,)))
    return problems


def _users(case: Case, closed: Event | None) -> list[Problem]:
    posted = [event for event, fact in announcements(case) if fact.body.strip()]
    if not posted:
        empty = f"; {len(announcements(case))} posts without a text" if announcements(case) else ""
        message = f"nothing was posted on Postry's status page, and users saw the outage{empty}"
        return [Problem("users-not-informed", message)]
    if closed is not None and posted[0].mono_s > closed.mono_s:
        message = f"users were informed {case.told(posted[0])}, after the incident was closed"
        return [Problem("users-informed-late", message, (posted[0].seq,))]
    return []
