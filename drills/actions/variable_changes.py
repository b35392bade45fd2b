"""Which variables of production were set when, as the project's settings in Vercel show it."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from drills.actions.wire import Wire, understood


class Variable(BaseModel):
    """One, without its value, which nobody may read again. ``updated_ms`` is milliseconds since 1970."""

    model_config = ConfigDict(frozen=True)

    key: str
    updated_ms: float = Field(alias="updatedAt")


class _Variables(BaseModel):
    envs: list[Variable]


async def list_variables(wire: Wire) -> Sequence[Variable]:
    """Those of production. Raises `drills.actions.wire.ActionError`."""
    path = f"/v10/projects/{wire.vercel_project_id}/env"
    return understood(_Variables, "Vercel", await wire.vercel("GET", path, target="production")).envs
