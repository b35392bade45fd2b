"""Sentry, read: how many events there were, and which issues are new."""

from __future__ import annotations

from datetime import datetime

import httpx
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from fixtures.vendor_settings import Sentry
from smoke.evidence.reading import read


class Issue(BaseModel):
    """One issue of a list. ``count`` is a string, as Sentry sends it."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True)

    short_id: str = ""
    title: str
    culprit: str | None = None
    level: str = ""
    count: str = "0"
    first_seen: datetime
    last_seen: datetime


class _Stats(BaseModel):
    data: list[tuple[float, list[dict[str, float]]]]


class SentryReader:
    """Reads one project. ``token`` need only read."""

    def __init__(self, client: httpx.AsyncClient, settings: Sentry, token: str) -> None:
        self._client = client
        self._settings = settings
        self._token = token

    async def count(self, query: str, window: tuple[datetime, datetime]) -> int:
        """How many events match ``query`` in a window."""
        start, end = window
        stats = await read(
            self._client,
            "Sentry",
            _Stats,
            f"{self._settings.api}/api/0/organizations/{self._settings.org}/events-stats/",
            query={
                "query": f"{query}{self._environment} project:{self._settings.project}",
                "start": start.isoformat(),
                "end": end.isoformat(),
                "interval": "1m",
                "yAxis": "count()",
            },
            token=self._token,
        )
        return round(sum(bucket.get("count", 0) for _, buckets in stats.data for bucket in buckets))

    async def issues(self, query: str) -> list[Issue]:
        """The issues that match ``query``, most frequent first, at most one page."""
        settings = self._settings
        return await read(
            self._client,
            "Sentry",
            list[Issue],
            f"{settings.api}/api/0/projects/{settings.org}/{settings.project}/issues/",
            query={"query": f"{query}{self._environment}", "sort": "freq"},
            token=self._token,
        )

    @property
    def _environment(self) -> str:
        """A term of the query."""
        return f" environment:{self._settings.environment}" if self._settings.environment else ""
