"""Declare to the harness what one is doing."""

from __future__ import annotations

from typing import Literal, get_args

from drills.actions.wire import Wire

What = Literal["ack", "triage", "mitigated", "validated", "resolved", "postmortem", "note", "escalate"]
WHATS: tuple[str, ...] = get_args(What)


async def say(wire: Wire, what: What, text: str = "") -> None:
    """Say one thing. Raises `ActionError`."""
    await wire.ask(
        "drill",
        "POST",
        f"{wire.firedrill_control_url}/events",
        authorization=f"Bearer {wire.firedrill_control_token}",
        json={"kind": "responder.said", "what": what, "text": text},
    )
