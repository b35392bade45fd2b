"""The vendors' status pages, read: is it somebody else's outage?"""

from __future__ import annotations

import httpx
from pydantic import BaseModel

from fixtures.vendor_settings import StatusPages
from smoke.evidence.reading import read


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


class StatusReader:
    """Reads the three pages."""

    def __init__(self, client: httpx.AsyncClient, settings: StatusPages) -> None:
        self._client = client
        self._settings = settings

    async def vercel(self) -> str:
        """What is wrong at Vercel; empty if nothing is."""
        return await self._statuspage("Vercel's status page", self._settings.vercel)

    async def supabase(self) -> str:
        """What is wrong at Supabase; empty if nothing is."""
        return await self._statuspage("Supabase's status page", self._settings.supabase)

    async def google(self) -> str:
        """What is wrong at Google; empty if nothing is."""
        url = f"{self._settings.google}/incidents.json"
        incidents = await read(self._client, "Google's status page", list[_GoogleIncident], url)
        return "; ".join(one.external_desc or one.service_name for one in incidents if not one.end)

    async def _statuspage(self, name: str, base: str) -> str:
        summary = await read(self._client, name, _Summary, f"{base}/api/v2/summary.json")
        if summary.status.indicator == "none":
            return ""
        bad = [f"{part.name} {part.status}" for part in summary.components if part.status != "operational"]
        told = [incident.name for incident in summary.incidents]
        return "; ".join([summary.status.description or summary.status.indicator, *told, *bad])
