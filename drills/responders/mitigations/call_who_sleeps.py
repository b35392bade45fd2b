"""After a rollback that failed, turn to the Developer Lead alone, and give up when nobody answers."""

from __future__ import annotations

from contextlib import suppress

from drills import runbook
from drills.actions import production
from drills.actions.answers import await_answer
from drills.actions.deployments import list_deployments
from drills.actions.people import alert_people
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence

# Real seconds; who keeps business hours would not answer for hours.
_PATIENCE_S = 8.0


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """As the runbook's step 3 says, for whoever does not look at its table of contacts."""
    with suppress(ActionError):
        await production.rollback(wire, (await list_deployments(wire)).to_go_back_to)
    address, subject = runbook.load().contact["developer-lead"].address, "Escalade : rollback en échec"
    await alert_people(wire, [address], subject, "Le rollback a échoué. Que faire ?")
    await await_answer(wire, address, subject, _PATIENCE_S)
