"""A responder of known delays: acts at fixed moments, and prints when, and what it saw itself.

Run as ``python known_delays.py BRIEF``. Each line of its output is a name and two instants of
`time.monotonic` between which the thing happened. It watches the site on its own, far closer than the
probes do.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable

from drills.actions import incident, production, users
from drills.actions.deployments import list_deployments
from drills.actions.issues import read_issues
from drills.actions.logs import read_logs
from drills.actions.people import alert_people
from drills.actions.say import say
from drills.actions.wire import Wire

POSTMORTEM = "Post-mortem\nCause, impact, timeline, actions correctives, lessons"
GATE_S = 1.0


async def noted(name: str, act: Awaitable[object]) -> None:
    """Do it and print between which instants."""
    before = time.monotonic()
    await act
    print(name, before, time.monotonic(), flush=True)  # noqa: T201 - what this program is for


async def watch(wire: Wire) -> None:
    """Between the last bad and the first good answer, the service came back."""
    bad = time.monotonic()
    while True:
        asked = time.monotonic()
        if (await wire.client.get(wire.postry_url)).status_code == 200:
            print("back", bad, time.monotonic(), flush=True)  # noqa: T201
            return
        bad = asked
        await asyncio.sleep(0.02)


async def gate(wire: Wire) -> None:
    """As the gate announces itself."""
    for kind, fields in (("gate.started", {}), ("gate.ended", {"verdict": "PASS"})):
        await wire.ask(
            "drill",
            "POST",
            f"{wire.firedrill_control_url}/events",
            authorization=f"Bearer {wire.firedrill_control_token}",
            json={"kind": kind, "gate_run": "own", **fields},
        )
        if kind == "gate.started":
            await asyncio.sleep(GATE_S)


async def main() -> None:
    """One incident, by the clock."""
    async with Wire.open(os.environ) as wire:
        await noted("ack", say(wire, "ack"))
        await asyncio.sleep(0.7)
        stable = (await list_deployments(wire)).stable
        assert stable is not None
        cause = "TypeError depuis le déploiement"
        opening = incident.open_incident(wire, "panne", cause, label="P0-CRITICAL", priority=1)
        ticket = asyncio.create_task(opening)
        await noted("triage", ticket)
        await asyncio.sleep(0.4)
        watching = asyncio.create_task(watch(wire))
        await production.rollback(wire, stable)
        await watching
        await asyncio.sleep(0.6)
        await noted("gate", gate(wire))
        await read_logs(wire)
        await asyncio.sleep(0.3)
        await noted("validated", read_issues(wire))
        await alert_people(wire, ["devops@postry.ai", "florian@postry.ai"], "P0", "revenu")
        await users.announce(wire, "panne", "revenu", "resolved")
        await asyncio.sleep(0.5)
        await noted("closed", incident.close_incident(wire, ticket.result()))
        await asyncio.sleep(0.4)
        await noted("filed", incident.file_postmortem(wire, ticket.result(), POSTMORTEM))


if __name__ == "__main__":
    asyncio.run(main())
