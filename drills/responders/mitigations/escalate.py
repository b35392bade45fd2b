"""Where the platform cannot go back: maintenance, call whoever is there at any hour, do what they advise."""

from __future__ import annotations

import re

from drills import runbook
from drills.actions import production
from drills.actions.answers import await_answer
from drills.actions.deployments import list_deployments
from drills.actions.moves import failed_move
from drills.actions.people import alert_people
from drills.actions.variables import remove_variable
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence

# The deployment whose source they say is to be built, as against others that they may name.
_ADVISED = re.compile(r"\bRedéployez\b[^.]*?\b(dpl_\w+)")


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """Users see the maintenance page until what they advise is live, which is built without it."""
    failed = await failed_move(wire)
    if failed is None:
        raise ActionError("nothing that the platform was asked for has failed: there is no reason to call")
    deployments = await list_deployments(wire)
    await production.maintenance(wire, deployments.live)
    (adviser, *_) = runbook.load().on_call("P0")
    subject = f"Escalade : {failed.what} en échec"
    text = f"Postry est en panne, et en maintenance. En échec chez Vercel : {failed.told}. Que faire ?"
    await alert_people(wire, [adviser], subject, text)
    advice = await await_answer(wire, adviser, subject, production.PATIENCE_S)
    found = _ADVISED.search(advice)
    advised = [each for each in deployments.newest_first if found and each.id == found[1]]
    if not advised:
        raise ActionError(f"{adviser} names no deployment of ours to build: {advice}")
    await remove_variable(wire, "MAINTENANCE_MODE")
    await production.redeploy(wire, advised[0])
