"""Read what a build printed, as `vercel inspect --logs` does."""

from __future__ import annotations

from pydantic import BaseModel, RootModel

from drills.actions.deployments import Deployment
from drills.actions.wire import Wire, understood


class _Line(BaseModel):
    text: str = ""


class _Lines(RootModel[list[_Line]]):
    pass


async def read_build_log(wire: Wire, of: Deployment) -> list[str]:
    """Line by line, oldest first. Raises `drills.actions.wire.ActionError`."""
    answer = await wire.vercel("GET", f"/v3/deployments/{of.id}/events", direction="forward")
    return [line.text for line in understood(_Lines, "Vercel", answer).root]
