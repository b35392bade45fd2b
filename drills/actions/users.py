"""Inform users on Postry's own status page."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel

from drills.actions.wire import Wire, understood

Status = Literal["investigating", "identified", "monitoring", "resolved"]


class Announcement(BaseModel):
    """An incident on the status page."""

    id: str


async def announce(wire: Wire, name: str, body: str, status: Status = "investigating") -> Announcement:
    """Open an incident for users to see. Raises `ActionError`."""
    return await _post(wire, "POST", "", {"name": name, "status": status, "body": body})


async def inform_users(wire: Wire, announcement: Announcement, status: Status, body: str) -> None:
    """One more message about it. Raises `ActionError`."""
    await _post(wire, "PATCH", f"/{announcement.id}", {"status": status, "body": body})


async def _post(wire: Wire, method: str, path: str, incident: dict[str, str]) -> Announcement:
    answer = await wire.ask(
        "status page",
        method,
        f"{wire.statuspage_api_url}/pages/{wire.statuspage_page_id}/incidents{path}",
        authorization=f"OAuth {wire.statuspage_api_key}",
        json={"incident": incident},
    )
    return understood(Announcement, "status page", answer)
