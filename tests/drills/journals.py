"""Journals made by hand: one good run, told in real seconds at pace 60, to be varied by each test.

A row is (monotonic seconds, kind, fields). A real second is a drill minute.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from drills import runbook
from drills.case import Case
from drills.oracle import Evidence
from drills.scenario import Mistaken, Scenario, Truth, Wrong
from fixtures.probes.journeys import PROBES
from reports.facts.fact import fact_of
from reports.journal import Event

Row = tuple[float, str, dict[str, Any]]

PACE = 60.0
INTERVAL_S = 0.5
# The moments of the good run, in real seconds.
INJECTED, ALERTED, LOGS_READ, TRIAGED, ASKED, BACK = 6.3, 7.0, 8.0, 9.0, 9.3, 11.8
GATE_BEGUN, GATE_ENDED, CLOSED, FILED, ENDED, HEALED = 12.5, 16.5, 17.6, 18.0, 18.2, 18.4

SCENARIO = Scenario(
    id="p0-test",
    title="Tout est cassé",
    severity="P0",
    story="Rien ne va plus.",
    fault="bad-deploy",
    truth=Truth(
        cause="Le déploiement contient un bug.",
        words=(("TypeError", "bug"), ("déploiement", "deploy")),
        mistaken=(Mistaken(words=("Supabase",), evidence="its status page says operational"),),
    ),
    accepted=("rollback", "promote"),
    wrong=(
        Wrong(way="redeploy", reason="same-bug-again", because="the bug is in the commit"),
        Wrong(way="maintenance", reason="maintenance-is-no-recovery", because="nobody can use it"),
    ),
)
CAUSE = "TypeError : un bug apparu avec le dernier déploiement"
POSTMORTEM = (
    "## Post-Mortem: panne\n### Cause Root\nbug\n### Impact\n- 3\n### Timeline\n- 12:00\n"
    "### Actions Correctives\n1. [ ] test\n### Lessons Learned\n- rien"
)


def asked(at: float, vendor: str, method: str, path: str, actor: str = "responder", status: int = 200) -> Row:
    """A request that a vendor saw."""
    fields = {"vendor": vendor, "actor": actor, "method": method, "path": path}
    return (at, "vendor.requested", {**fields, "status": status, "duration_ms": 1.0})


def production(at: float, deployment: str, commit: str, cause: str, *, maintenance: bool = False) -> Row:
    """Another deployment became production."""
    fields = {"deployment_id": deployment, "previous_id": None, "commit": commit, "cause": cause}
    return (at, "production.changed", {**fields, "maintenance": maintenance})


def ticket(at: float, **fields: Any) -> Row:
    """The incident in Linear after a change."""
    issue = {
        "actor": "responder",
        "change": "created",
        "ticket_id": "t1",
        "identifier": "POS-1",
        "title": "[P0] tout est cassé",
        "description": CAUSE,
        "priority": 1,
        "labels": ["P0-CRITICAL"],
        "state": "In Progress",
        "state_type": "started",
    }
    return (at, "ticket.changed", {**issue, **fields})


def commented(at: float, body: str) -> Row:
    """A comment in the incident."""
    return (
        at,
        "ticket.commented",
        {"actor": "responder", "ticket_id": "t1", "identifier": "POS-1", "body": body},
    )


def announced(at: float, status: str, name: str = "Panne", body: str = "Nous y sommes.") -> Row:
    """A message on Postry's status page."""
    fields = {"actor": "responder", "incident_id": f"inc-{name}", "name": name, "status": status}
    return (at, "status.posted", {**fields, "body": body})


def mailed(at: float, *to: str, actor: str = "responder", message_id: str = "m2") -> Row:
    """A mail in the mailbox."""
    fields = {"actor": actor, "message_id": message_id, "sender": "a@postry.ai", "to": list(to)}
    return (at, "mail.sent", {**fields, "subject": "s", "text": "t"})


def said(at: float, what: str) -> Row:
    """A declaration."""
    return (at, "responder.said", {"what": what})


def gate(
    start: float, end: float, verdict: str = "PASS", run: str = "g1", actor: str = "responder"
) -> list[Row]:
    """A gate that ran."""
    return [
        (start, "gate.started", {"gate_run": run, "actor": actor}),
        (end, "gate.ended", {"gate_run": run, "actor": actor, "verdict": verdict}),
    ]


def sample(at: float, probe: str, *, ok: bool, usable: bool = True) -> Row:
    """One sample of a probe."""
    fields: dict[str, Any] = {"probe": probe, "ok": ok, "usable": usable, "due_mono_s": at}
    error = "" if ok else f"GET /{probe}: 500, expected 200"
    return (at, "probe.sampled", {**fields, "late_ms": 1.0, "duration_ms": 9.0, "error": error})


def samples(start: float, end: float, works: Callable[[float], bool]) -> list[Row]:
    """All probes, every half second each, spread over it as the witness does."""
    rows = []
    for number, probe in enumerate(PROBES):
        at = start + INTERVAL_S * number / len(PROBES)
        while at < end:
            rows.append(sample(at, probe, ok=works(at)))
            at += INTERVAL_S
    return rows


def works(at: float) -> bool:
    """Whether the site works at this moment of the good run."""
    return not INJECTED <= at < BACK


def good_run() -> list[Row]:
    """Everything right: two minutes of triage, three of mitigation, one of validation."""
    book = runbook.load()
    return [
        (
            0.0,
            "run.started",
            {
                "run_id": "r1",
                "job": "drill",
                "pace": PACE,
                "responder": "runbook",
                "probe_interval_s": INTERVAL_S,
                "resolution_s": INTERVAL_S * PACE,
            },
        ),
        (
            0.1,
            "scenario.stated",
            {"scenario": SCENARIO.model_dump(mode="json"), "runbook": book.model_dump(mode="json")},
        ),
        production(0.9, "d1", "good", "seed"),
        (1.0, "world.started", {"urls": {"postry": "http://127.0.0.1:1"}}),
        *gate(2.0, 6.0, run="g0", actor="harness"),
        (6.05, "rows.counted", {"table": "posts", "moment": "before", "count": 5}),
        (6.1, "fault.armed", {"fault": "bad-deploy", "undo": {"deployment_id": "d1"}}),
        production(6.2, "d2", "bad", "deploy"),
        (INJECTED, "fault.injected", {"fault": "bad-deploy"}),
        *samples(1.5, ENDED, works),
        (6.8, "user.stepped", {"user": "u1", "step": "landing", "ok": False, "status": 500, "error": "500"}),
        (7.8, "user.stepped", {"user": "u2", "step": "landing", "ok": False, "status": 500, "error": "500"}),
        (12.8, "user.stepped", {"user": "u3", "step": "landing", "ok": True, "status": 200}),
        mailed(ALERTED, "astreinte@postry.ai", actor="harness", message_id="m1"),
        (ALERTED, "alert.fired", {"rule": "r", "source": "sentry", "title": "t", "message_id": "m1"}),
        (7.05, "responder.started", {"responder": "runbook"}),
        said(7.1, "ack"),
        asked(LOGS_READ, "vercel", "GET", "/api/logs/request-logs"),
        asked(8.5, "sentry", "GET", "/api/0/organizations/postry/issues/"),
        ticket(TRIAGED),
        said(9.05, "triage"),
        mailed(9.1, "devops@postry.ai", "florian@postry.ai"),
        announced(9.2, "identified"),
        asked(ASKED, "vercel", "POST", "/v9/projects/p/rollback/d1", status=201),
        production(BACK, "d1", "good", "rollback"),
        said(12.1, "mitigated"),
        *gate(GATE_BEGUN, GATE_ENDED),
        asked(17.0, "vercel", "GET", "/api/logs/request-logs"),
        asked(17.2, "sentry", "GET", "/api/0/organizations/postry/issues/"),
        said(17.3, "validated"),
        announced(17.4, "resolved"),
        ticket(CLOSED, change="updated", state="Done", state_type="completed"),
        said(17.7, "resolved"),
        commented(FILED, POSTMORTEM),
        said(18.05, "postmortem"),
        (ENDED, "responder.ended", {"reason": "finished", "returncode": 0}),
        (18.3, "rows.counted", {"table": "posts", "moment": "after", "count": 7, "missing": 0}),
        (HEALED, "fault.healed", {"fault": "bad-deploy"}),
        (18.5, "world.stopped", {}),
        (18.6, "run.ended", {"reason": "finished"}),
    ]


def without(rows: Iterable[Row], kind: str, **fields: Any) -> list[Row]:
    """The same run, but for the facts of a kind that have these fields."""
    kept = [row for row in rows if row[1] != kind or any(row[2].get(k) != v for k, v in fields.items())]
    assert len(kept) < len(list(rows)), f"no {kind} with {fields}"
    return kept


def resampled(rows: Iterable[Row], works: Callable[[float], bool], until: float = ENDED) -> list[Row]:
    """The same run, seen by probes as ``works`` says."""
    return [*without(list(rows), "probe.sampled"), *samples(1.5, until, works)]


def without_ticket(rows: Iterable[Row]) -> list[Row]:
    """The same run without anything in Linear."""
    return without(without(list(rows), "ticket.changed"), "ticket.commented")


def changed(rows: Iterable[Row], kind: str, **fields: Any) -> list[Row]:
    """The same run, with these fields in every fact of a kind."""
    return [(at, name, {**was, **fields} if name == kind else was) for at, name, was in rows]


def moved(rows: Iterable[Row], kind: str, to: float, **fields: Any) -> list[Row]:
    """The same run, with the facts of a kind that have these fields at another moment."""
    return [
        (to, name, was)
        if name == kind and all(was.get(k) == v for k, v in fields.items())
        else (at, name, was)
        for at, name, was in rows
    ]


def journal(rows: Iterable[Row]) -> list[Event]:
    """Rows as events, in order of time."""
    return [
        Event(
            seq=number,
            wall=datetime.fromtimestamp(1_769_860_800 + at, UTC),
            mono_s=100 + at,
            drill_s=at * PACE,
            fact=fact_of({"kind": kind, **fields}),
        )
        for number, (at, kind, fields) in enumerate(sorted(rows, key=lambda row: row[0]), start=1)
    ]


def evidence(rows: Iterable[Row]) -> Evidence:
    """What an oracle is given."""
    return Evidence(Case.of(journal(rows)))


def codes(finding: Any) -> list[str]:
    """The codes of a finding's problems."""
    return [problem.code for problem in finding.problems]
