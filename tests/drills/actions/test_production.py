"""What a responder changes, seen by a user at the edge and in the journal, not by the action itself."""

from __future__ import annotations

from collections.abc import Sequence

import httpx
import pytest

from drills.actions import production
from drills.actions.build_log import read_build_log
from drills.actions.deployments import list_deployments
from drills.actions.wire import ActionError, Wire
from reports.facts.production import ProductionChanged
from reports.journal import facts
from tests.drills.actions.vendors import Vendors

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform is quick here, so we look more often."""
    monkeypatch.setattr(production, "POLL_S", 0.01)


async def served(vendors: Vendors) -> str:
    """Which commit a user gets."""
    transport = httpx.ASGITransport(app=vendors.vercel.edge)
    async with httpx.AsyncClient(transport=transport, base_url="https://postry.ai") as user:
        return str((await user.get("/")).json()["commit"])


def causes(vendors: Vendors) -> Sequence[str]:
    """By what production changed since the history."""
    return [fact.cause for _, fact in facts(vendors.journal.events, ProductionChanged)][1:]


async def test_a_rollback_is_waited_for(vendors: Vendors, wire: Wire) -> None:
    """When it returns, users get the earlier one."""
    stable = (await list_deployments(wire)).stable
    assert stable is not None

    await production.rollback(wire, stable)

    assert await served(vendors) == "bbb"
    assert causes(vendors) == ["rollback"]


async def test_a_promote_is_waited_for(vendors: Vendors, wire: Wire) -> None:
    """The same, as a promote."""
    stable = (await list_deployments(wire)).stable
    assert stable is not None

    await production.promote(wire, stable)

    assert await served(vendors) == "bbb"
    assert causes(vendors) == ["promote"]


async def test_the_sites_name_is_led_elsewhere(vendors: Vendors, wire: Wire) -> None:
    """And users with it, at once."""
    stable = (await list_deployments(wire)).stable
    assert stable is not None

    await production.alias(wire, stable)

    assert await served(vendors) == "bbb"
    assert causes(vendors) == ["alias"]


async def test_a_redeploy_is_waited_for(vendors: Vendors, wire: Wire) -> None:
    """A new deployment of the same commit is live."""
    live = (await list_deployments(wire)).live

    new = await production.redeploy(wire, live)

    assert (await list_deployments(wire)).live_id == new != live.id
    assert await served(vendors) == "ccc"
    assert causes(vendors) == ["redeploy"]


async def test_a_redeploy_takes_the_build_cache_only_where_asked(vendors: Vendors, wire: Wire) -> None:
    """As the builds themselves print it."""
    live = (await list_deployments(wire)).live

    for cached, printed in ((False, "Skipping build cache"), (True, "Restored build cache")):
        await production.redeploy(wire, live, cached=cached)
        new = (await list_deployments(wire)).live
        assert any(line.startswith(printed) for line in await read_build_log(wire, new))


async def test_maintenance_sets_the_variable_and_deploys(vendors: Vendors, wire: Wire) -> None:
    """Twice as well: the variable is there already."""
    for _ in range(2):
        await production.maintenance(wire, (await list_deployments(wire)).live)

    changes = [fact for _, fact in facts(vendors.journal.events, ProductionChanged)][1:]
    assert [(change.cause, change.maintenance) for change in changes] == [("redeploy", True)] * 2


async def test_a_rollback_that_fails_is_told(vendors: Vendors, wire: Wire) -> None:
    """By the platform's own word."""
    stable = (await list_deployments(wire)).stable
    assert stable is not None
    project = {"lastAliasRequest": {"jobStatus": "failed", "toDeploymentId": stable.id}}
    vendors.answers("https://api.vercel.com", 201, json=project)

    async with vendors.wire() as failing:
        with pytest.raises(ActionError, match=f"the rollback to {stable.id} failed"):
            await production.rollback(failing, stable)


async def test_a_name_that_stays_is_told(vendors: Vendors, wire: Wire) -> None:
    """The platform said yes, and production is what it was."""
    stable = (await list_deployments(wire)).stable
    assert stable is not None
    project = {"targets": {"production": {"id": "dpl_x", "alias": ["postry.ai"]}}}
    vendors.answers("https://api.vercel.com", 200, json=project)

    async with vendors.wire() as failing:
        with pytest.raises(ActionError, match=f"production is still dpl_x, not {stable.id}"):
            await production.alias(failing, stable)


async def test_a_build_that_fails_is_told(vendors: Vendors, wire: Wire) -> None:
    """Not waited for until the end of time."""
    live = (await list_deployments(wire)).live
    vendors.answers("https://api.vercel.com", 200, json={"id": "dpl_x", "readyState": "ERROR"})

    async with vendors.wire() as failing:
        with pytest.raises(ActionError, match="dpl_x ended as ERROR"):
            await production.redeploy(failing, live)


async def test_a_platform_that_never_ends_is_told(
    vendors: Vendors, wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Patience has an end."""
    live = (await list_deployments(wire)).live
    vendors.answers("https://api.vercel.com", 200, json={"id": "dpl_x", "readyState": "BUILDING"})
    monkeypatch.setattr(production, "PATIENCE_S", 0.05)

    async with vendors.wire() as waiting:
        with pytest.raises(ActionError, match=r"not done after 0.05 s"):
            await production.redeploy(waiting, live)
