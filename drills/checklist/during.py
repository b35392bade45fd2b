"""The checklist's first half: during the incident."""

from __future__ import annotations

from collections.abc import Mapping

from drills.checklist.tick import Item, Tick, as_found, done, left_open, not_needed, not_observed, when
from drills.oracle import Evidence
from drills.oracles import mitigated as mitigated_oracle
from drills.oracles import validated as validated_oracle
from drills.sightings import announcements, mails
from drills.tickets import tickets
from reports.timeline import clock_text
from reports.verdict import Outcome


def classified(evidence: Evidence) -> Tick:
    """The right severity stood in a ticket."""
    case = evidence.case
    written = list(tickets(case))
    right = next((each for each in written if each.severity() == case.scenario.severity), None)
    if right is not None:
        return done(
            f"{right.identifier} says {case.scenario.severity} {when(case, right.event)}", right.event
        )
    if not written:
        return left_open("no ticket in Linear gives a severity: there is none")
    last = written[-1]
    said = last.severity() or "no severity"
    return left_open(f"{last.identifier} says {said}, expected {case.scenario.severity}", last.event)


def documented(evidence: Evidence) -> Tick:
    """There is an incident in Linear."""
    first = next(tickets(evidence.case), None)
    if first is None:
        return left_open("no issue was made in Linear")
    return done(f"{first.identifier} {when(evidence.case, first.event)}", first.event)


def stakeholders_alerted(evidence: Evidence) -> Tick:
    """Everybody whom the severity names got a mail."""
    case = evidence.case
    wanted = [case.runbook.contact[name] for name in case.runbook.severity[case.scenario.severity].alert]
    if not wanted:
        return not_needed(f"nobody has to be woken for a {case.scenario.severity}")
    first = {
        contact.title: next((event for event, mail in mails(case) if contact.address in mail.to), None)
        for contact in wanted
    }
    if missing := [title for title, event in first.items() if event is None]:
        return left_open(f"no mail to: {', '.join(missing)}")
    told = [event for event in first.values() if event is not None]
    return done(f"mailed: {', '.join(first)}", *told)


def triaged(evidence: Evidence) -> Tick:
    """Severity and cause were found within their budget, where there is one."""
    phase = next(each for each in evidence.phases if each.id == "triage")
    end = evidence.boundaries.triaged
    if end is None or phase.observed_s is None:
        return left_open("severity and cause never stood in Linear together, and right")
    took = f"took {clock_text(phase.observed_s)}"
    if phase.budget_s is None:
        return done(f"{took}; a {evidence.case.scenario.severity} has no budget for it", end)
    took += f", budget {clock_text(phase.budget_s)}"
    if phase.outcome is Outcome.INCONCLUSIVE:
        return not_observed(f"{took}: too close to tell at this pace")
    return done(took, end) if phase.outcome is Outcome.PASS else left_open(took, end)


def mitigated(evidence: Evidence) -> Tick:
    """A right way ended the outage."""
    return as_found(mitigated_oracle.judge(evidence))


def validated(evidence: Evidence) -> Tick:
    """The responder made sure: gate, logs and Sentry."""
    return as_found(validated_oracle.judge(evidence))


def users_informed(evidence: Evidence) -> Tick:
    """Something stood on Postry's status page, where users notice."""
    case = evidence.case
    if not case.scenario.visible:
        return not_needed("users do not notice this incident")
    posted = [event for event, fact in announcements(case) if fact.body.strip()]
    if not posted:
        return left_open("nothing was posted on Postry's status page")
    return done(f"posted on the status page {when(case, posted[0])}", posted[0])


ITEMS: Mapping[str, Item] = {
    "classified": classified,
    "documented": documented,
    "stakeholders-alerted": stakeholders_alerted,
    "triaged": triaged,
    "mitigated": mitigated,
    "validated": validated,
    "users-informed": users_informed,
}
