"""Read the three status pages (runbook 1.1)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from pydantic import BaseModel

from drills.actions.wire import ActionError, Wire
from drills.runbook import Vendor

TITLES: dict[Vendor, str] = {"vercel": "Vercel", "supabase": "Supabase", "google": "Google Cloud"}
_DOWN = frozenset({"partial_outage", "major_outage"})


@dataclass(frozen=True)
class Report:
    """What one vendor says of itself; ``down`` is None where its page did not answer."""

    vendor: Vendor
    down: bool | None
    text: str


class _Status(BaseModel):
    indicator: str
    description: str


class _Component(BaseModel):
    name: str
    status: str


class _Summary(BaseModel):
    status: _Status
    components: list[_Component]


class _GoogleIncident(BaseModel):
    external_desc: str
    end: str | None = None


async def read_status_pages(wire: Wire) -> dict[Vendor, Report]:
    """All three at once; a page that does not answer is no reason to stop."""
    reports = await asyncio.gather(
        _statuspage(wire, "vercel", wire.status_vercel_url),
        _statuspage(wire, "supabase", wire.status_supabase_url),
        _google(wire),
    )
    return {report.vendor: report for report in reports}


async def _statuspage(wire: Wire, vendor: Vendor, url: str) -> Report:
    try:
        summary = await wire.read(_Summary, TITLES[vendor], f"{url}/api/v2/summary.json")
    except ActionError as error:
        return Report(vendor, None, str(error))
    broken = [component.name for component in summary.components if component.status in _DOWN]
    named = f" ({', '.join(broken)})" if broken else ""
    return Report(
        vendor,
        bool(broken) or summary.status.indicator in {"major", "critical"},
        f"{TITLES[vendor]} : {summary.status.description}{named}",
    )


async def _google(wire: Wire) -> Report:
    try:
        incidents = await wire.read(
            list[_GoogleIncident], TITLES["google"], f"{wire.status_google_url}/incidents.json"
        )
    except ActionError as error:
        return Report("google", None, str(error))
    # The list is a history: only what has no end is going on.
    running = [incident.external_desc for incident in incidents if incident.end is None]
    return Report(
        "google", bool(running), f"Google Cloud : {'; '.join(running) or 'aucun incident en cours'}"
    )
