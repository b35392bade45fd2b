"""Journals as a drill writes them: told in drill seconds, filled in with what probes and users saw."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from reports.facts.fact import fact_of
from reports.journal import Event

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
PROBES = ("landing", "quiz", "login", "dashboard")
GOOD, BAD = "dpl_7Gq1healthy", "dpl_9Xk2broken"
TYPE_ERROR = "TypeError: Cannot read properties of undefined (reading 'id')"


class Story:
    """Collects facts in drill time; `events` gives them as a journal would, in order and numbered."""

    def __init__(self, pace: float = 60.0, responder: str = "runbook") -> None:
        self.pace = pace
        self.mono_s = 1000.0
        self._facts: list[tuple[float, dict[str, Any]]] = []
        self._broken: list[tuple[float, float]] = []
        self._broken_since: float | None = None
        self.tell(
            "run.started",
            run_id="20261123T120000Z-p0",
            job="drill",
            pace=pace,
            seed=7,
            responder=responder,
            probe_interval_s=0.5,
            resolution_s=0.5 * pace,
            background_users=6,
            tool_versions={"firedrill": "0.1.0", "python": "3.11.7"},
        )

    def wait(self, drill_s: float) -> Story:
        """Let drill time pass."""
        self.mono_s += drill_s / self.pace
        return self

    def wait_real(self, real_s: float) -> Story:
        """Let real time pass, as a running gate does."""
        self.mono_s += real_s
        return self

    def tell(self, kind: str, **fields: Any) -> Story:
        """One fact, now."""
        self._facts.append((self.mono_s, {"kind": kind, **fields}))
        return self

    def asked(self, vendor: str, path: str, method: str = "GET", *, actor: str = "responder") -> Story:
        """A request at a vendor."""
        return self.tell(
            "vendor.requested",
            vendor=vendor,
            actor=actor,
            method=method,
            path=path,
            status=201 if method == "POST" else 200,
            duration_ms=8.5,
        )

    def breaks(self) -> Story:
        """From now on every probe and every user fails."""
        self._broken_since = self.mono_s
        return self

    def works(self) -> Story:
        """From now on they get what they came for."""
        assert self._broken_since is not None
        self._broken.append((self._broken_since, self.mono_s))
        self._broken_since = None
        return self

    def events(self) -> list[Event]:
        """Everything told, and what the witness and the users saw, as a journal's events."""
        broken = list(self._broken)
        if self._broken_since is not None:
            broken.append((self._broken_since, float("inf")))
        rows = sorted([*self._facts, *self._witness(broken), *self._users(broken)], key=lambda row: row[0])
        return [
            Event(
                seq=number,
                wall=NOON + timedelta(seconds=mono_s - 1000.0),
                mono_s=mono_s,
                drill_s=(mono_s - 1000.0) * self.pace,
                fact=fact_of(fields),
            )
            for number, (mono_s, fields) in enumerate(rows, start=1)
        ]

    def _witness(self, broken: list[tuple[float, float]]) -> Iterable[tuple[float, dict[str, Any]]]:
        chance = random.Random(1)
        due = 1001.0
        while due < self.mono_s - 0.1:
            for number, probe in enumerate(PROBES):
                at = due + number * 0.02
                down = any(start <= at < end for start, end in broken)
                late = chance.random() < 0.02
                yield (
                    at,
                    {
                        "kind": "probe.sampled",
                        "probe": probe,
                        "ok": not down,
                        "usable": not late,
                        "status": 500 if down else 200,
                        "error": f"GET /{probe}: status 500, expected 200" if down else "",
                        "due_mono_s": at,
                        "late_ms": 310.0 if late else 1.2,
                        "duration_ms": 14.0,
                    },
                )
            due += 0.5

    def _users(self, broken: list[tuple[float, float]]) -> Iterable[tuple[float, dict[str, Any]]]:
        chance = random.Random(2)
        for user in range(6):
            at = 1001.0 + chance.random()
            while at < self.mono_s - 0.1:
                down = any(start <= at < end for start, end in broken)
                yield (
                    at,
                    {
                        "kind": "user.stepped",
                        "user": f"user-{user + 1}",
                        "step": chance.choice(["landing", "quiz", "login", "persist", "dashboard"]),
                        "ok": not down,
                        "status": 500 if down else 200,
                        "error": "status 500" if down else "",
                    },
                )
                at += 0.4 + chance.random()


def _until_alert(story: Story) -> Story:
    story.tell("world.started", urls={"postry": "http://127.0.0.1:40001"})
    story.tell(
        "scenario.stated",
        scenario={"id": "p0-bad-deploy", "title": "A deployment breaks every page", "severity": "P0"},
        runbook={"version": "1.0"},
    )
    story.tell("production.changed", deployment_id=GOOD, previous_id=None, commit="a1b2c3d", cause="seed")
    story.tell("gate.started", gate_run="g0", actor="harness").wait_real(3.1)
    story.tell("gate.ended", gate_run="g0", actor="harness", verdict="PASS")
    story.tell("fault.armed", fault="bad-deploy", undo={"promote": GOOD}).wait(15)
    for state in ("BUILDING", "READY"):
        story.tell(
            "deployment.changed",
            deployment_id=BAD,
            url="postry-9xk2.vercel.app",
            commit="d4e5f6a",
            state=state,
            target="production",
        )
    story.tell(
        "production.changed", deployment_id=BAD, previous_id=GOOD, commit="d4e5f6a", cause="deploy"
    ).breaks()
    story.tell("fault.injected", fault="bad-deploy").wait(55)
    story.tell(
        "alert.fired", rule="more than 10 in 5 min", source="sentry", title=TYPE_ERROR, message_id="m1"
    )
    story.tell(
        "mail.sent",
        actor="harness",
        message_id="m1",
        sender="alerts@sentry.io",
        to=["devops@postry.ai"],
        subject=f"[Sentry] {TYPE_ERROR}",
        text="More than 10 events in 5 minutes",
    )
    return story.wait(5).tell("responder.started", responder="runbook", command=["python", "-m", "runbook"])


def _triage(story: Story, *, looking_s: float) -> Story:
    story.wait(10).tell("responder.said", what="ack", text="Je regarde")
    for vendor in ("vercel-status", "supabase-status", "google-status"):
        story.wait(12).asked(vendor, "/api/v2/summary.json")
    story.wait(looking_s)
    for _ in range(3):
        story.wait(10).asked("vercel", "/api/logs/request-logs")
    story.wait(20).asked("sentry", "/api/0/organizations/postry/issues/")
    story.wait(8).asked("sentry", "/api/0/organizations/postry/issues/1/events/latest/")
    story.wait(20).asked("linear", "/graphql", "POST")
    story.tell(
        "ticket.changed",
        actor="responder",
        change="created",
        ticket_id="t1",
        identifier="POS-42",
        title="P0: toutes les pages en erreur depuis le déploiement d4e5f6a",
        description=f"Cause: {TYPE_ERROR}\nIntroduite par le commit d4e5f6a. <b>Rollback</b> | option A.",
        priority=1,
        labels=["P0-CRITICAL"],
        state="In Progress",
        state_type="started",
    )
    return story.tell("responder.said", what="triage", text="Mauvais déploiement d4e5f6a, rollback")


def _rollback_and_close(story: Story) -> Story:
    story.wait(15).asked("vercel", f"/v13/deployments/{GOOD}")
    story.wait(5).asked("vercel", f"/v9/projects/prj_postry/rollback/{GOOD}", "POST")
    for _ in range(4):
        story.wait(37).asked("vercel", "/v9/projects/prj_postry")
    story.tell(
        "production.changed", deployment_id=GOOD, previous_id=BAD, commit="a1b2c3d", cause="rollback"
    ).works()
    story.wait(35).tell("responder.said", what="mitigated", text="Rollback terminé")
    story.tell("gate.started", gate_run="g1").wait_real(3.4)
    story.tell("gate.ended", gate_run="g1", verdict="PASS", folder="smoke/g1")
    story.wait(20).asked("vercel", "/api/logs/request-logs").wait(10).asked(
        "sentry", "/api/0/organizations/postry/events-stats/"
    )
    story.tell("responder.said", what="validated", text="")
    story.wait(15).tell(
        "status.posted",
        actor="responder",
        incident_id="i1",
        name="Service indisponible",
        status="resolved",
        body="Le service est rétabli depuis le retour à la version précédente.",
    )
    story.wait(10).tell(
        "mail.sent",
        actor="responder",
        message_id="m2",
        sender="oncall@postry.ai",
        to=["devops@postry.ai", "florian@postry.ai"],
        subject="P0 résolu: retour à la version précédente",
        text="Résolu.",
    )
    story.wait(10).tell(
        "ticket.changed",
        actor="responder",
        change="updated",
        ticket_id="t1",
        identifier="POS-42",
        title="P0: toutes les pages en erreur depuis le déploiement d4e5f6a",
        description=f"Cause: {TYPE_ERROR}",
        priority=1,
        labels=["P0-CRITICAL"],
        state="Done",
        state_type="completed",
    )
    story.tell("responder.said", what="resolved", text="").wait(60)
    story.tell(
        "ticket.commented", actor="responder", ticket_id="t1", identifier="POS-42", body="## Post-Mortem"
    )
    return story.wait(10).tell("responder.ended", reason="finished", returncode=0)


def _end(story: Story) -> list[Event]:
    story.wait(30).tell("fault.healed", fault="bad-deploy").wait(20)
    return story.tell("world.stopped").tell("run.ended", reason="finished").events()


def passing_events() -> list[Event]:
    """The runbook responder, in time."""
    return _end(_rollback_and_close(_triage(_until_alert(Story()), looking_s=45)))


def late_events() -> list[Event]:
    """A responder whose triage is late and whose rollback therefore comes late too."""
    return _end(_rollback_and_close(_triage(_until_alert(Story(responder="cmd:agent")), looking_s=420)))


def idle_events() -> list[Event]:
    """Nobody does anything, and the witness dies early: too little was seen."""
    story = _until_alert(Story(responder="idle")).wait(600)
    return _end(story.tell("responder.ended", reason="out-of-time", returncode=None))
