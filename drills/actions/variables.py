"""The project's environment variables in Vercel; a change counts for the next deployment only."""

from __future__ import annotations

from pydantic import BaseModel

from drills.actions.wire import Wire, understood

_TARGET = "production"


class _Variable(BaseModel):
    id: str
    key: str
    target: list[str]


class _Variables(BaseModel):
    envs: list[_Variable]


async def set_variable(wire: Wire, key: str, value: str) -> None:
    """Give a variable of production this value, whether or not it is there. Raises `ActionError`."""
    body = {"key": key, "value": value, "type": "encrypted", "target": [_TARGET]}
    await wire.vercel("POST", f"/v10/projects/{wire.vercel_project_id}/env", json=body, upsert="true")


async def remove_variable(wire: Wire, key: str) -> None:
    """Take a variable from production, if it is there. Raises `ActionError`."""
    path = f"/v10/projects/{wire.vercel_project_id}/env"
    listed = understood(_Variables, "Vercel", await wire.vercel("GET", path))
    for variable in listed.envs:
        if variable.key == key and _TARGET in variable.target:
            await wire.vercel("DELETE", f"/v9/projects/{wire.vercel_project_id}/env/{variable.id}")
