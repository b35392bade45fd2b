"""Environment variables are set and removed, and count from the next deployment on."""

from __future__ import annotations

import pytest

from drills.actions import production
from drills.actions.deployments import list_deployments, newest_preview
from drills.actions.variables import remove_variable, set_variable
from drills.actions.wire import ActionError, Wire
from fixtures.deployment import Source
from reports.facts.production import ProductionChanged
from reports.journal import facts
from tests.drills.actions.vendors import Page, Vendors

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """The platform is quick here, so we look more often."""
    monkeypatch.setattr(production, "POLL_S", 0.01)


async def test_a_variable_is_set_once_and_removed(vendors: Vendors, wire: Wire) -> None:
    """Set twice it has its last value; what is not there is removed without a word."""
    await set_variable(wire, "DB_TIMEOUT_MS", "7000")
    await set_variable(wire, "DB_TIMEOUT_MS", "10000")
    assert vendors.vercel.env["DB_TIMEOUT_MS"] == "10000"
    assert "DB_TIMEOUT_MS" not in vendors.vercel.production.env

    for _ in range(2):
        await remove_variable(wire, "DB_TIMEOUT_MS")
        assert "DB_TIMEOUT_MS" not in vendors.vercel.env


async def test_maintenance_is_left_by_a_deployment_without_it(vendors: Vendors, wire: Wire) -> None:
    """Removing the variable alone changes nothing for users."""
    live = (await list_deployments(wire)).live
    await production.maintenance(wire, live)
    await remove_variable(wire, "MAINTENANCE_MODE")
    assert vendors.vercel.production.env["MAINTENANCE_MODE"] == "true"

    await production.redeploy(wire, live)

    last = [fact for _, fact in facts(vendors.journal.events, ProductionChanged)][-1]
    assert (last.maintenance, last.changed) == (False, ["MAINTENANCE_MODE"])


async def test_a_preview_is_promoted_by_building_it_for_production(vendors: Vendors, wire: Wire) -> None:
    """The newest one; without any, that is told."""
    with pytest.raises(ActionError, match="no preview"):
        await newest_preview(wire)
    await vendors.vercel.push_branch(Source("fix", "fix: null", Page, branch="hotfix"))

    await production.promote_preview(wire, await newest_preview(wire))

    live = vendors.vercel.production
    assert (live.commit, live.target, live.cause) == ("fix", "production", "promote")
