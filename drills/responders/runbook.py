"""The runbook responder: one decision procedure for all scenarios, run as a program.

``python -m drills.responders.runbook BRIEF [--mitigate STEP]``. It sees the brief and the wire, does what
the runbook says in the runbook's order, thinks in drill time, and declares what it does. ``--mitigate``
forces one step of the mitigation: so scenarios prove that wrong ways fail and that other right ones pass.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from drills import runbook
from drills.actions import incident, users
from drills.actions.alerts import read_alerts
from drills.actions.deployments import list_deployments
from drills.actions.gate import run_gate
from drills.actions.issues import read_issues
from drills.actions.logs import read_logs
from drills.actions.moves import failed_move
from drills.actions.people import alert_people
from drills.actions.say import end_client, say
from drills.actions.wire import ActionError, Wire
from drills.brief import LOADING, Brief
from drills.declarations import What
from drills.responders.diagnoses.catalogue import diagnose
from drills.responders.diagnosis import Diagnosis, Evidence
from drills.responders.mitigations import catalogue as mitigations
from drills.responders.notes import Notes
from drills.responders.triage import gather
from fixtures.errors import SetupError
from fixtures.signs import SeverityId
from reports.verdict import ExitCode

ANNOUNCED: dict[SeverityId, str] = {
    "P0": "Postry est indisponible",
    "P1": "Postry ne fonctionne qu'en partie",
    "P2": "Postry fonctionne, avec une gêne",
}


class Responder:
    """One incident, from the alert to the post-mortem."""

    def __init__(self, wire: Wire, brief: Brief, forced: str | None = None) -> None:
        self._wire = wire
        self._brief = brief
        self._forced = forced
        self._runbook = runbook.load(brief.runbook)
        self._notes = Notes(brief)

    async def respond(self) -> bool:
        """All of it; whether the service is back."""
        await self._say("ack", self._brief.alert.subject)
        evidence = await gather(self._wire, self._brief, self._think)
        diagnosis = diagnose(self._runbook, evidence)
        ticket = await self._open(diagnosis, evidence)
        announcement = await self._tell(diagnosis, ticket)
        if not await self._mitigate(diagnosis, evidence, ticket):
            await self._escalate(diagnosis, ticket)
            return False
        if diagnosis.minor is not None:
            await self._say("resolved", f"{ticket.identifier} : rien à rétablir maintenant")
            return True
        await self._close(diagnosis, ticket, announcement)
        return True

    async def _open(self, diagnosis: Diagnosis, evidence: Evidence) -> incident.Incident:
        """The incident in Linear, with severity and cause: triage is done when they stand there."""
        severity = self._runbook.severity[diagnosis.severity]
        await self._think("open-incident")
        ticket = await incident.open_incident(
            self._wire,
            self._title(diagnosis),
            self._notes.ticket(diagnosis, evidence),
            label=severity.label,
            priority=severity.priority,
            state="unstarted" if diagnosis.minor else "started",
        )
        if diagnosis.follow_up is not None:
            await self._follow_up(diagnosis.follow_up, ticket)
        await self._say("triage", f"{diagnosis.severity} : {diagnosis.cause}")
        return ticket

    async def _follow_up(self, problem: str, ticket: incident.Incident) -> None:
        """Another problem that was found gets a ticket of its own, so that it is not forgotten."""
        minor = self._runbook.severity["P2"]
        await incident.open_incident(
            self._wire,
            problem,
            f"Trouvé pendant {ticket.identifier}.",
            label=minor.label,
            priority=minor.priority,
            state="unstarted",
        )

    async def _tell(self, diagnosis: Diagnosis, ticket: incident.Incident) -> users.Announcement | None:
        """Those whom it concerns at once, and the users if they notice."""
        await self._think("alert-people")
        await self._mail(diagnosis, self._title(diagnosis), f"{diagnosis.cause}\n\n{ticket.identifier}")
        if not diagnosis.visible:
            return None
        await self._think("announce")
        name = ANNOUNCED[diagnosis.severity]
        if diagnosis.sign is None:
            return await users.announce(self._wire, name, "Nous cherchons la cause.", "investigating")
        return await users.announce(self._wire, name, "La cause est identifiée.", "identified")

    async def _mitigate(self, diagnosis: Diagnosis, evidence: Evidence, ticket: incident.Incident) -> bool:
        """Try what the runbook offers until a validation passes; whether one did."""
        options: Sequence[str] = (self._forced,) if self._forced else diagnosis.options
        tried: list[str] = []
        while left := [option for option in options if option not in tried]:
            tried.append(option := left[0])
            await self._think(option)
            try:
                await mitigations.discover()[option](self._wire, evidence)
            except ActionError as error:
                await self._say("note", f"{option} : {error}")
                await incident.update_incident(self._wire, ticket, f"{option} a échoué : {error}")
                options = await self._after_failure(options, evidence)
                continue
            await self._say("mitigated", option)
            if diagnosis.minor is not None:  # nothing is restored, so there is nothing to validate
                return True
            if evidence.alerts.is_flood and not await self._is_quiet():
                continue
            if await self._validate(option, ticket):
                return True
        return False

    async def _after_failure(self, options: Sequence[str], evidence: Evidence) -> Sequence[str]:
        """What to try now: where the platform itself failed, that is another incident than was diagnosed."""
        failed = await failed_move(self._wire)
        if failed is None or self._forced:
            return options
        return diagnose(self._runbook, replace(evidence, failed_move=failed)).options

    async def _is_quiet(self) -> bool:
        """Whether the flood of alerts has stopped, after a minute of watching."""
        await self._think("recheck-alerts")
        alerts = await read_alerts(self._wire, self._brief.minute)
        await self._say("note", f"{alerts.count} alertes dans la dernière minute")
        return alerts.is_readable

    async def _validate(self, option: str, ticket: incident.Incident) -> bool:
        """Step 3: the gate, the logs, Sentry."""
        mitigated_at = datetime.now(UTC)
        await self._think("run-gate")
        gate = await run_gate(self._wire, mitigated_at)
        if gate.undecided:  # too few requests since the change: once more
            gate = await run_gate(self._wire, mitigated_at)
        print(gate.text, flush=True)  # noqa: T201 - the responder's output is kept in the run folder
        await self._think("recheck-logs")
        live = (await list_deployments(self._wire)).live_id
        logs = await read_logs(self._wire, since=mitigated_at, deployment_id=live)
        await self._think("recheck-sentry")
        issues = [issue for issue in await read_issues(self._wire) if issue.first_seen > mitigated_at]
        good = gate.passed and not logs.errors and not issues
        found = (
            f"smoke tests : code {gate.code}, erreurs dans les logs : {len(logs.errors)}, "
            f"nouvelles erreurs dans Sentry : {len(issues)}"
        )
        await incident.update_incident(self._wire, ticket, f"Après {option}, {found}.")
        await self._say("validated" if good else "note", found)
        return good

    async def _escalate(self, diagnosis: Diagnosis, ticket: incident.Incident) -> None:
        """Step 3, when the problem persists: to whoever is there at any hour."""
        await self._think("escalate")
        book, severity = self._runbook, diagnosis.severity
        addresses = book.on_call(severity) or book.addresses(severity)
        text = f"Le problème persiste après tout ce que prévoit le runbook. {diagnosis.cause}"
        if addresses:
            await alert_people(self._wire, addresses, f"Escalade : {ticket.identifier}", text)
        await self._say("escalate", ", ".join(addresses))

    async def _close(
        self, diagnosis: Diagnosis, ticket: incident.Incident, announcement: users.Announcement | None
    ) -> None:
        """Tell that it is over, close the incident, file the post-mortem."""
        title = self._title(diagnosis)
        if announcement is not None:
            await self._think("inform-users")
            await users.inform_users(self._wire, announcement, "resolved", "Le service est rétabli.")
        await self._think("report-back")
        await self._mail(diagnosis, f"Résolu : {title}", f"Service rétabli, {ticket.identifier}.")
        await self._think("close-incident")
        await incident.close_incident(self._wire, ticket)
        await self._say("resolved", "Service rétabli, incident clos")
        if self._runbook.severity[diagnosis.severity].postmortem:
            await self._think("file-postmortem")
            await incident.file_postmortem(self._wire, ticket, self._notes.postmortem(title, diagnosis))
            await self._say("postmortem", ticket.identifier)
            for action in self._notes.actions:
                await incident.open_follow_up(self._wire, ticket, action)

    def _title(self, diagnosis: Diagnosis) -> str:
        return f"[{diagnosis.severity}] {self._brief.alert.subject}"

    async def _mail(self, diagnosis: Diagnosis, subject: str, text: str) -> None:
        """To those whom an incident of this severity concerns, if there are any."""
        if addresses := self._runbook.addresses(diagnosis.severity):
            await alert_people(self._wire, addresses, subject, text)

    async def _think(self, step: str) -> None:
        """Take the time that a careful person takes for a step, in drill time."""
        await asyncio.sleep(self._runbook.step[step].think_s / self._brief.pace)

    async def _say(self, what: What, text: str) -> None:
        self._notes.add(text)
        print(f"{datetime.now(UTC):%H:%M:%S} {what}: {text}", flush=True)  # noqa: T201 - kept in the run folder
        await say(self._wire, what, text)


async def _run(path: Path, forced: str | None) -> bool:
    async with Wire.open(os.environ) as wire:
        if loading := os.environ.get(LOADING):
            await end_client(wire, loading)
        return await Responder(wire, Brief.read(path), forced).respond()


def main() -> int:
    """Respond to a brief; 0 when the service is back, 1 when it had to be handed over."""
    parser = argparse.ArgumentParser(prog="python -m drills.responders.runbook", description=__doc__)
    parser.add_argument("brief", type=Path)
    parser.add_argument("--mitigate", choices=sorted(mitigations.discover()), help="the only way out to take")
    arguments = parser.parse_args()
    try:
        return ExitCode.PASS if asyncio.run(_run(arguments.brief, arguments.mitigate)) else ExitCode.FAIL
    except (ActionError, SetupError) as error:
        print(error, file=sys.stderr)  # noqa: T201 - a program's own error output
        return ExitCode.USAGE


if __name__ == "__main__":
    sys.exit(main())
