"""Read how the last rollback or promote went, as `vercel rollback status` does."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from drills.actions.wire import Wire, understood


class Move(BaseModel):
    """A rollback or a promote, and what became of it, in the platform's word."""

    what: Literal["rollback", "promote"] = Field(alias="type")
    to_id: str = Field(alias="toDeploymentId")
    status: str = Field(alias="jobStatus")

    @property
    def told(self) -> str:
        """How people speak of it, in French."""
        return f"{self.what} vers {self.to_id} : {self.status}"


class _Project(BaseModel):
    last: Move | None = Field(None, alias="lastAliasRequest")


async def failed_move(wire: Wire) -> Move | None:
    """The last one, where it failed. Raises `drills.actions.wire.ActionError`."""
    answer = await wire.vercel("GET", f"/v9/projects/{wire.vercel_project_id}", rollbackInfo="true")
    last = understood(_Project, "Vercel", answer).last
    return last if last is not None and last.status == "failed" else None
