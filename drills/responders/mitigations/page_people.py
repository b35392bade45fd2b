"""Wake whoever can be reached at any hour."""

from __future__ import annotations

from drills import runbook
from drills.actions.people import alert_people
from drills.actions.wire import Wire
from drills.responders.diagnosis import Evidence


async def carry_out(wire: Wire, evidence: Evidence) -> None:
    """As one does for a P0."""
    subject = evidence.alert.subject if evidence.alert else "Incident en production"
    await alert_people(wire, runbook.load().on_call("P0"), f"Urgent : {subject}", "Pouvez-vous regarder ?")
