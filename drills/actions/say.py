"""Declare to the harness what one is doing."""

from __future__ import annotations

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from drills.actions.wire import Wire
from drills.declarations import What


async def say(wire: Wire, what: What, text: str = "") -> None:
    """Say one thing. Raises `ActionError`."""
    await _declare(wire, {"kind": "responder.said", "what": what, "text": text})


@asynccontextmanager
async def client_running(wire: Wire, name: str) -> AsyncIterator[None]:
    """Declare that a real client runs meanwhile: its time is charged unscaled. Raises `ActionError`."""
    run = uuid.uuid4().hex
    await _declare(wire, {"kind": "client.started", "client_run": run, "name": name})
    try:
        yield
    finally:
        await end_client(wire, run)


async def end_client(wire: Wire, run: str) -> None:
    """Declare that the client of this name in the journal has ended. Raises `ActionError`."""
    await _declare(wire, {"kind": "client.ended", "client_run": run})


async def _declare(wire: Wire, fact: dict[str, str]) -> None:
    await wire.ask(
        "drill",
        "POST",
        f"{wire.firedrill_control_url}/events",
        authorization=f"Bearer {wire.firedrill_control_token}",
        json=fact,
    )
