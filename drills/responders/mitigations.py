"""How the runbook responder carries out each step of the mitigation (étape 2), by the actions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import httpx

from drills.actions import production
from drills.actions.deployments import Deployment, list_deployments
from drills.actions.wire import ActionError, Wire

_LOOK_S = 1.0


async def site_is_down(wire: Wire) -> bool:
    """Whether the landing page fails, as a user would see it."""
    try:
        answer = await wire.client.get(wire.postry_url)
    except httpx.HTTPError:
        return True
    return answer.status_code >= 500


async def _stable(wire: Wire) -> Deployment:
    stable = (await list_deployments(wire)).stable
    if stable is None:
        raise ActionError("Vercel: there is no earlier deployment to go back to")
    return stable


async def _rollback(wire: Wire) -> None:
    await production.rollback(wire, await _stable(wire))


async def _promote(wire: Wire) -> None:
    await production.promote(wire, await _stable(wire))


async def _alias(wire: Wire) -> None:
    await production.alias(wire, await _stable(wire))


async def _redeploy(wire: Wire) -> None:
    await production.redeploy(wire, (await list_deployments(wire)).live)


async def _maintenance(wire: Wire) -> None:
    await production.maintenance(wire, (await list_deployments(wire)).live)


async def _wait(wire: Wire) -> None:
    """Change nothing until the site is back."""
    try:
        async with asyncio.timeout(production.PATIENCE_S):
            while await site_is_down(wire):  # noqa: ASYNC110 - it is somebody else's machine
                await asyncio.sleep(_LOOK_S)
    except TimeoutError as error:
        raise ActionError(f"the site is still down after {production.PATIENCE_S:g} s") from error


MITIGATIONS: dict[str, Callable[[Wire], Awaitable[None]]] = {
    "rollback": _rollback,
    "promote": _promote,
    "alias": _alias,
    "redeploy": _redeploy,
    "maintenance": _maintenance,
    "wait": _wait,
}
