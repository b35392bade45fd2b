"""Change what users get: rollback, promote, alias, redeploy, maintenance (runbook, étape 2).

Each waits until the platform says that it is done, polling as the CLI does.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from pydantic import BaseModel, Field

from drills.actions.deployments import Deployment
from drills.actions.wire import ActionError, Wire, understood

POLL_S = 0.25
# Real time: at pace 1 a build takes seven minutes.
PATIENCE_S = 900.0


class _AliasRequest(BaseModel):
    job_status: str = Field(alias="jobStatus")
    to_id: str = Field(alias="toDeploymentId")


class _Target(BaseModel):
    id: str
    alias: list[str] = []


class _Targets(BaseModel):
    production: _Target


class _Project(BaseModel):
    last: _AliasRequest | None = Field(None, alias="lastAliasRequest")


class _Live(BaseModel):
    targets: _Targets


class _Deployment(BaseModel):
    id: str
    state: str = Field(alias="readyState")
    alias_assigned: int | bool | None = Field(None, alias="aliasAssigned")


async def rollback(wire: Wire, to: Deployment) -> None:
    """Put an earlier deployment back into production, with its environment of then. Raises `ActionError`."""
    await wire.vercel("POST", f"/v9/projects/{wire.vercel_project_id}/rollback/{to.id}")
    await _until(lambda: _moved(wire, to, "rollback"))


async def promote(wire: Wire, to: Deployment) -> None:
    """Make a deployment production. Raises `ActionError`."""
    await wire.vercel("POST", f"/v10/projects/{wire.vercel_project_id}/promote/{to.id}")
    await _until(lambda: _moved(wire, to, "promote"))


async def promote_preview(wire: Wire, preview: Deployment) -> str:
    """Build a preview's source with production's environment, and go live with it; the new one's id.

    So the platform promotes what was not built for production. Raises `ActionError`.
    """
    return await _build(wire, preview, meta={"action": "promote"})


async def alias(wire: Wire, to: Deployment) -> None:
    """Lead every name of what is in production to another deployment. Raises `ActionError`."""
    for name in (await _production(wire)).alias:
        await wire.vercel("POST", f"/v2/deployments/{to.id}/aliases", json={"alias": name})
    if (live := (await _production(wire)).id) != to.id:
        raise ActionError(f"Vercel: production is still {live}, not {to.id}")


async def redeploy(wire: Wire, of: Deployment, *, cached: bool = False) -> str:
    """Build a deployment's source again with today's environment; the new one's id.

    Without the build cache, unless it is to be ``cached``. Raises `ActionError`.
    """
    return await _build(wire, of, cached=cached)


async def maintenance(wire: Wire, of: Deployment) -> str:
    """Set MAINTENANCE_MODE and deploy, since an environment only counts when built; the new one's id.

    Raises `ActionError`.
    """
    body = {"key": "MAINTENANCE_MODE", "value": "true", "type": "encrypted", "target": ["production"]}
    path = f"/v10/projects/{wire.vercel_project_id}/env"
    await wire.vercel("POST", path, json=body, upsert="true")
    return await redeploy(wire, of)


async def _build(wire: Wire, of: Deployment, *, cached: bool = False, **more: Any) -> str:
    body = {"deploymentId": of.id, "name": of.name, "target": "production", **more}
    # Without the second, the platform takes the first for a wish to build from nothing.
    query = {"forceNew": 1, "withCache": 1} if cached else {"forceNew": 1}
    answer = await wire.vercel("POST", "/v13/deployments", json=body, **query)
    new = understood(_Deployment, "Vercel", answer).id
    await _until(lambda: _live(wire, new))
    return new


async def _production(wire: Wire) -> _Target:
    answer = await wire.vercel("GET", f"/v9/projects/{wire.vercel_project_id}")
    return understood(_Live, "Vercel", answer).targets.production


async def _until(done: Callable[[], Awaitable[bool]]) -> None:
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await done():  # noqa: ASYNC110 - it is another machine that we wait for
                await asyncio.sleep(POLL_S)
    except TimeoutError as error:
        raise ActionError(f"Vercel: not done after {PATIENCE_S:g} s") from error


async def _moved(wire: Wire, to: Deployment, what: Literal["rollback", "promote"]) -> bool:
    answer = await wire.vercel("GET", f"/v9/projects/{wire.vercel_project_id}", rollbackInfo="true")
    last = understood(_Project, "Vercel", answer).last
    if last is None or last.to_id != to.id:
        raise ActionError(f"Vercel: there is no {what} to {to.id} in progress")
    if last.job_status in {"failed", "skipped"}:
        raise ActionError(f"Vercel: the {what} to {to.id} {last.job_status}")
    return last.job_status == "succeeded"


async def _live(wire: Wire, deployment_id: str) -> bool:
    answer = await wire.vercel("GET", f"/v13/deployments/{deployment_id}")
    now = understood(_Deployment, "Vercel", answer)
    if now.state in {"ERROR", "CANCELED"}:
        raise ActionError(f"Vercel: deployment {deployment_id} ended as {now.state}")
    return now.state == "READY" and bool(now.alias_assigned)
