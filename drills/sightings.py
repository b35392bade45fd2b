"""What the responder was seen to do at the vendors, told from their own records."""

from __future__ import annotations

import re

from drills.case import Case, Seen
from reports.facts.messages import MailSent, StatusPosted
from reports.facts.responder import GateEnded
from reports.facts.samples import VendorRequested
from reports.journal import Event
from reports.verdict import Result

RESPONDER = "responder"
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_LOG_PATHS = re.compile(r"/logs/|/runtime-logs$|/observability/events$|/deployments/[^/]+/events$")
# A POST that changes nothing: a query, a login, an upload that nothing uses yet.
# What a statement in the SQL editor changed, if anything, shows in the rows.
_HARMLESS = re.compile(r"/observability/events$|^/auth/v1/|^/v2/files$|/database/query$")
# Where a change is the mitigation itself; tickets, mails and announcements are talk about it.
_CHANGEABLE = frozenset({"vercel", "supabase", "supabase-management"})


def requests(case: Case, after: Event | float | None = None) -> list[Seen[VendorRequested]]:
    """What the responder asked of vendors, and got."""
    return case.seen(VendorRequested, lambda fact: fact.actor == RESPONDER and fact.status < 400, after=after)


def log_reads(case: Case, after: Event | float | None = None) -> list[Event]:
    """Each time the responder read Vercel's logs."""
    return [
        event
        for event, fact in requests(case, after)
        if fact.vendor == "vercel" and _LOG_PATHS.search(fact.path)
    ]


def sentry_reads(case: Case, after: Event | float | None = None) -> list[Event]:
    """Each time the responder read Sentry."""
    return [
        event for event, fact in requests(case, after) if fact.vendor == "sentry" and fact.method in _READS
    ]


def changes(case: Case, after: Event | float | None = None) -> list[Event]:
    """Each request by which the responder changed something that serves users."""
    return [event for event, fact in requests(case, after) if is_change(fact)]


def is_change(fact: VendorRequested) -> bool:
    """Whether this request of the responder changed something that serves users."""
    return (
        fact.actor == RESPONDER
        and fact.status < 400
        and fact.vendor in _CHANGEABLE
        and fact.method not in _READS
        and not _HARMLESS.search(fact.path)
    )


def gate_runs(case: Case, after: Event | float | None = None) -> list[Seen[GateEnded]]:
    """Each gate that the responder ran, by its end."""
    return case.seen(GateEnded, lambda fact: fact.actor == RESPONDER, after=after)


def passed(fact: GateEnded) -> bool:
    """Whether that gate said PASS."""
    return fact.verdict == Result.PASS


def mails(case: Case) -> list[Seen[MailSent]]:
    """What the responder mailed, since the injection."""
    return case.seen(MailSent, lambda fact: fact.actor == RESPONDER, after=case.injected)


def announcements(case: Case) -> list[Seen[StatusPosted]]:
    """What the responder posted on Postry's status page, since the injection."""
    return case.seen(StatusPosted, lambda fact: fact.actor == RESPONDER, after=case.injected)
