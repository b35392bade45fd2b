"""The vendors' status pages, read: is it somebody else's outage?"""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from pydantic import BaseModel

from fixtures.signs import Vendor
from fixtures.vendor_settings import StatusPages
from smoke.evidence.reading import read

TITLES: dict[Vendor, str] = {"vercel": "Vercel", "supabase": "Supabase", "google": "Google Cloud"}
# Statuspage's words for what users notice; "degraded_performance", "under_maintenance" and "minor" are less.
_DOWN_PARTS = frozenset({"partial_outage", "major_outage"})
_DOWN = frozenset({"major", "critical"})


class _Status(BaseModel):
    indicator: str
    description: str = ""


class _Incident(BaseModel):
    name: str
    status: str = ""


class _Component(BaseModel):
    name: str
    status: str


class _Summary(BaseModel):
    status: _Status
    components: list[_Component] = []
    incidents: list[_Incident] = []


class _GoogleIncident(BaseModel):
    """Google's page is a history: an entry without an end goes on."""

    external_desc: str = ""
    service_name: str = ""
    end: str | None = None


@dataclass(frozen=True)
class Told:
    """What a vendor says of itself: whether it is ``down``, as a whole or in part, and in which ``words``.

    Where nothing at all is the matter there are none.
    """

    down: bool
    words: str


class StatusReader:
    """Reads the three pages."""

    def __init__(self, client: httpx.AsyncClient, settings: StatusPages) -> None:
        self._client = client
        self._settings = settings

    async def of(self, vendor: Vendor) -> Told:
        """What its page says. Raises `EvidenceError`."""
        return await (self._google() if vendor == "google" else self._statuspage(vendor))

    async def _google(self) -> Told:
        url = f"{self._settings.google}/incidents.json"
        incidents = await read(self._client, "Google's status page", list[_GoogleIncident], url)
        words = "; ".join(one.external_desc or one.service_name for one in incidents if not one.end)
        return Told(bool(words), words)

    async def _statuspage(self, vendor: Vendor) -> Told:
        base = self._settings.vercel if vendor == "vercel" else self._settings.supabase
        page = f"{TITLES[vendor]}'s status page"
        summary = await read(self._client, page, _Summary, f"{base}/api/v2/summary.json")
        status = summary.status
        bad = [part for part in summary.components if part.status != "operational"]
        if status.indicator == "none" and not bad:
            return Told(down=False, words="")
        told = [incident.name for incident in summary.incidents]
        parts = [f"{part.name} {part.status}" for part in bad]
        down = status.indicator in _DOWN or any(part.status in _DOWN_PARTS for part in bad)
        return Told(down, "; ".join([status.description or status.indicator, *told, *parts]))
