"""Read the project's deployments, as `vercel ls` does."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import BaseModel, ConfigDict, Field

from drills.actions.wire import ActionError, Wire, understood


class _Meta(BaseModel):
    commit: str = Field("", alias="githubCommitSha")
    message: str = Field("", alias="githubCommitMessage")


class Deployment(BaseModel):
    """One production deployment."""

    model_config = ConfigDict(frozen=True)

    id: str = Field(alias="uid")
    name: str = ""
    url: str = ""
    state: str
    ready_ms: float | None = Field(None, alias="ready")
    created_ms: float = Field(alias="created")
    meta: _Meta = _Meta.model_construct()

    @property
    def ready(self) -> bool:
        """Whether it could serve."""
        return self.state == "READY"

    @property
    def at(self) -> datetime:
        """When it was ready, or made, UTC."""
        return datetime.fromtimestamp((self.ready_ms or self.created_ms) / 1000, UTC)

    @property
    def told(self) -> str:
        """How people speak of it."""
        return f"{self.meta.commit} ({self.meta.message})" if self.meta.message else self.id


class _List(BaseModel):
    deployments: list[Deployment]


class _Target(BaseModel):
    id: str


class _Targets(BaseModel):
    production: _Target | None = None


class _Project(BaseModel):
    targets: _Targets = _Targets()


class Deployments(BaseModel):
    """The production deployments, newest first, and which of them is live."""

    model_config = ConfigDict(frozen=True)

    newest_first: list[Deployment]
    live_id: str

    @property
    def live(self) -> Deployment:
        """The one that users get. Raises `ActionError` where it is not among them."""
        for deployment in self.newest_first:
            if deployment.id == self.live_id:
                return deployment
        raise ActionError(f"Vercel: the live deployment {self.live_id} is not among the newest")

    @property
    def stable(self) -> Deployment | None:
        """The newest one before the live one that could serve: what a rollback goes back to."""
        live = self.live
        older = [each for each in self.newest_first if each.created_ms < live.created_ms and each.ready]
        # One that was built from the same commit has the same bug.
        other = [each for each in older if each.meta.commit != live.meta.commit]
        return next(iter(other or older), None)

    @property
    def to_go_back_to(self) -> Deployment:
        """The same. Raises `ActionError` where there is none."""
        if self.stable is None:
            raise ActionError("Vercel: there is no earlier deployment to go back to")
        return self.stable


async def newest_preview(wire: Wire) -> Deployment:
    """The newest preview that could serve. Raises `ActionError`, also where there is none."""
    listed = await wire.vercel(
        "GET", "/v6/deployments", projectId=wire.vercel_project_id, target="preview", state="READY", limit=1
    )
    found = understood(_List, "Vercel", listed).deployments
    if not found:
        raise ActionError("Vercel: there is no preview that is ready")
    return found[0]


async def list_deployments(wire: Wire) -> Deployments:
    """The newest production deployments. Raises `ActionError`."""
    listed = await wire.vercel(
        "GET", "/v6/deployments", projectId=wire.vercel_project_id, target="production", limit=20
    )
    project = await wire.vercel("GET", f"/v9/projects/{wire.vercel_project_id}")
    live = understood(_Project, "Vercel", project).targets.production
    return Deployments(
        newest_first=understood(_List, "Vercel", listed).deployments, live_id=live.id if live else ""
    )
