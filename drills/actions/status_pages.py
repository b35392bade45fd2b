"""Read the three status pages (runbook 1.1)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from drills.actions.wire import Wire
from fixtures.signs import Vendor
from fixtures.vendor_settings import StatusPages
from smoke.evidence.reading import EvidenceError
from smoke.evidence.status_pages import TITLES, StatusReader


@dataclass(frozen=True)
class Report:
    """What one vendor says of itself; ``down`` is None where its page did not answer."""

    vendor: Vendor
    down: bool | None
    text: str


async def read_status_pages(wire: Wire) -> dict[Vendor, Report]:
    """All three at once; a page that does not answer is no reason to stop."""
    pages = StatusPages(
        vercel=wire.status_vercel_url, supabase=wire.status_supabase_url, google=wire.status_google_url
    )
    reader = StatusReader(wire.client, pages)
    reports = await asyncio.gather(*(_report(reader, vendor) for vendor in TITLES))
    return {report.vendor: report for report in reports}


async def _report(reader: StatusReader, vendor: Vendor) -> Report:
    try:
        told = await reader.of(vendor)
    except EvidenceError as error:
        return Report(vendor, None, str(error))
    return Report(vendor, told.down, f"{TITLES[vendor]} : {told.words or 'aucun incident en cours'}")
