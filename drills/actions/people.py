"""Tell colleagues by mail (runbook: alert DevOps Lead and Product Owner)."""

from __future__ import annotations

from collections.abc import Sequence

from drills.actions.wire import Wire

SENDER = "astreinte@postry.ai"


async def alert_people(wire: Wire, addresses: Sequence[str], subject: str, text: str) -> None:
    """One mail to all of them. Raises `ActionError`."""
    await wire.ask(
        "mailbox",
        "POST",
        f"{wire.mailbox_url}/api/v1/send",
        authorization=f"Bearer {wire.mailbox_token}",
        json={
            "From": {"Email": SENDER},
            "To": [{"Email": address} for address in addresses],
            "Subject": subject,
            "Text": text,
        },
    )
