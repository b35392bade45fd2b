"""What a responder reads: status pages, logs, Sentry, deployments."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from drills.actions.deployments import list_deployments
from drills.actions.issues import read_issues
from drills.actions.logs import read_logs
from drills.actions.status_pages import read_status_pages
from drills.actions.wire import ActionError, Wire
from fixtures.vendors.vercel.logs import LogRow
from reports.facts.samples import VendorRequested
from reports.journal import facts
from tests.drills.actions.vendors import Vendors

pytestmark = pytest.mark.anyio


async def test_all_well_on_the_status_pages(wire: Wire) -> None:
    """Google's history of past incidents is no outage."""
    reports = await read_status_pages(wire)

    assert {vendor: report.down for vendor, report in reports.items()} == {
        "vercel": False,
        "supabase": False,
        "google": False,
    }
    assert reports["google"].text == "Google Cloud : aucun incident en cours"


async def test_an_outage_on_a_status_page(vendors: Vendors, wire: Wire) -> None:
    """With what is down, by the vendor's own words."""
    vendors.supabase_status.set_component(next(iter(vendors.supabase_status.components)), "major_outage")
    vendors.google_status.open_incident("Gemini is down")

    reports = await read_status_pages(wire)

    assert (reports["vercel"].down, reports["supabase"].down, reports["google"].down) == (False, True, True)
    assert next(iter(vendors.supabase_status.components)) in reports["supabase"].text
    assert "Gemini is down" in reports["google"].text


async def test_a_status_page_that_is_silent_stops_nobody(vendors: Vendors) -> None:
    """It is neither up nor down."""
    vendors.answers("https://www.vercel-status.com", 503)
    vendors.answers("https://status.cloud.google.com", 200, text="<html>")

    async with vendors.wire() as wire:
        reports = await read_status_pages(wire)

    assert (reports["vercel"].down, reports["supabase"].down, reports["google"].down) == (None, False, None)
    assert "503" in reports["vercel"].text


def log(vendors: Vendors, path: str, status: int, *lines: tuple[str, str], age_s: float = 1.0) -> None:
    """One request in production's logs."""
    at_ms = int((datetime.now(UTC) - timedelta(seconds=age_s)).timestamp() * 1000)
    live = vendors.vercel.production.id
    row = LogRow(f"r-{path}-{status}", at_ms, live, "production", "postry.ai", "GET", path)
    row.lines += lines
    vendors.vercel.logs.begin(row)
    vendors.vercel.logs.end(row, status)


async def test_logs_tell_requests_and_errors(vendors: Vendors, wire: Wire) -> None:
    """All requests, for the share; the error lines, for the sign."""
    log(vendors, "/", 200, ("info", "hello"))
    log(vendors, "/quiz", 500, ("error", "TypeError: x"))

    logs = await read_logs(wire)

    assert {row.request_path: row.failed for row in logs.requests} == {"/": False, "/quiz": True}
    assert logs.messages == ["TypeError: x"]


async def test_logs_since_a_moment(vendors: Vendors, wire: Wire) -> None:
    """What was before it is not read again."""
    log(vendors, "/old", 500, ("error", "old"), age_s=60)
    log(vendors, "/new", 500, ("error", "new"))

    logs = await read_logs(wire, since=datetime.now(UTC) - timedelta(seconds=10))

    assert logs.messages == ["new"]


async def test_logs_of_one_deployment(vendors: Vendors, wire: Wire) -> None:
    """Stragglers of another do not count."""
    log(vendors, "/", 500, ("error", "x"))

    assert (await read_logs(wire, deployment_id="dpl_other")).errors == []
    assert len((await read_logs(wire, deployment_id=vendors.vercel.production.id)).errors) == 1


async def test_issues_come_by_frequency(vendors: Vendors, wire: Wire) -> None:
    """Unresolved errors only, the most frequent first."""
    for _ in range(3):
        await vendors.sdk.error("frequent", fingerprint=["frequent"])
    await vendors.sdk.error("rare", fingerprint=["rare"])

    issues = await read_issues(wire)

    assert [(issue.title, issue.count) for issue in issues] == [
        ("TypeError: frequent", "3"),
        ("TypeError: rare", "1"),
    ]
    assert issues[0].first_seen <= datetime.now(UTC)


async def test_deployments_tell_live_and_stable(vendors: Vendors, wire: Wire) -> None:
    """What is in production, and what a rollback goes back to."""
    deployments = await list_deployments(wire)

    assert deployments.live.id == vendors.vercel.production.id
    assert deployments.live.told == "ccc (commit ccc)"
    assert deployments.stable is not None
    assert deployments.stable.meta.commit == "bbb"


async def test_a_rebuild_of_the_same_commit_is_not_stable(vendors: Vendors, wire: Wire) -> None:
    """It has the same bug."""
    await vendors.vercel.push(vendors.vercel.production.source, build_s=0)

    deployments = await list_deployments(wire)

    assert deployments.live.meta.commit == "ccc"
    assert deployments.stable is not None
    assert deployments.stable.meta.commit == "bbb"


async def test_nothing_deployed_has_no_live_one(vendors: Vendors) -> None:
    """That is told, not guessed."""
    vendors.answers("https://api.vercel.com", 200, json={"deployments": [], "targets": {}})

    async with vendors.wire() as wire:
        with pytest.raises(ActionError, match="is not among the newest"):
            _ = (await list_deployments(wire)).live


async def test_the_vendors_saw_the_responder(vendors: Vendors, wire: Wire) -> None:
    """By its tokens; only the public pages do not know who reads."""
    await read_logs(wire)
    await read_issues(wire)
    await read_status_pages(wire)

    seen = {(fact.vendor, fact.actor) for _, fact in facts(vendors.journal.events, VendorRequested)}

    assert {("vercel", "responder"), ("sentry", "responder")} <= seen
