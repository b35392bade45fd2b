"""Vercel, read: which deployment is live, since when, and what its logs say."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from fixtures.origin import is_loopback
from fixtures.vendor_settings import Vercel
from smoke.evidence.reading import EvidenceError, NotFoundError, read

# The API's log search lives on the dashboard's own host, where `vercel logs` asks for it too.
_LOG_HOSTS = {"https://api.vercel.com": "https://vercel.com"}
_MOST_PAGES = 20
_COMMIT_KEYS = ("githubCommitSha", "gitlabCommitSha", "bitbucketCommitSha")


@dataclass(frozen=True)
class Live:
    """The deployment behind a target's address. ``since`` is when the address last moved to it, UTC.

    ``state`` is READY where it serves; ``error`` is why it does not, where the platform says so.
    """

    deployment_id: str
    commit: str | None
    since: datetime
    host: str
    state: str = "READY"
    error: str = ""


class _Part(BaseModel):
    """A part of an answer of Vercel's; what we do not use may be there."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True)


class LogLine(_Part):
    """One line that a function printed. ``level``: info, warning, error, fatal."""

    level: str = "info"
    message: str = ""


class LogRow(_Part):
    """One request in the logs, with the lines printed meanwhile. ``timestamp``: milliseconds since 1970."""

    timestamp: float = 0.0
    request_id: str = ""
    deployment_id: str = ""
    request_method: str = ""
    request_path: str = ""
    status_code: int | None = None
    logs: tuple[LogLine, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether the request came to a server error."""
        return (self.status_code or 0) >= 500

    @property
    def errors(self) -> list[str]:
        """The messages of its lines of level error or worse."""
        return [line.message for line in self.logs if line.level in {"error", "fatal"}]


class _LogPage(_Part):
    rows: list[LogRow]
    has_more_rows: bool = False


class _Alias(_Part):
    deployment_id: str | None = None
    updated_at: int | None = None
    created_at: int = 0


class _Aliases(_Part):
    aliases: list[_Alias]


class _Deployment(_Part):
    id: str
    url: str = ""
    created_at: int
    ready: int | None = None
    ready_state: str = "READY"
    error_message: str | None = None
    meta: dict[str, str] = {}


class _Targets(_Part):
    production: _Deployment | None = None


class _Project(_Part):
    targets: _Targets = _Targets()


T = TypeVar("T", bound=_Part)


class VercelReader:
    """Reads one project. ``token`` need only read."""

    def __init__(self, client: httpx.AsyncClient, settings: Vercel, token: str) -> None:
        self._client = client
        self._settings = settings
        self._token = token

    async def live(self, url: str) -> Live:
        """The deployment that answers at ``url``.

        On this machine no alias names the address: there it is the project's production deployment.
        """
        if is_loopback(url):
            return await self._production()
        host = urlsplit(url).hostname or ""
        alias = await self._alias(host)
        if alias is not None and alias.deployment_id:
            deployment = await self._deployment(alias.deployment_id)
            return _live(deployment, alias.updated_at or alias.created_at)
        deployment = await self._deployment(host)
        return _live(deployment, deployment.ready or deployment.created_at)

    async def log_rows(
        self, live: Live, window: tuple[datetime, datetime], **filters: str
    ) -> Sequence[LogRow]:
        """The requests of this deployment in a window, newest first, at most some thousands.

        ``filters``: ``level`` (comma list), ``statusCode`` (as ``5xx``), ``search``; ``pages="1"`` reads only
        the newest page.
        """
        most_pages = int(filters.pop("pages", _MOST_PAGES))
        rows: list[LogRow] = []
        for page in range(most_pages):
            start, end = (round(moment.timestamp() * 1000) for moment in window)
            answer = await self._read(
                _LogPage,
                "/api/logs/request-logs",
                base=_LOG_HOSTS.get(self._settings.api, self._settings.api),
                projectId=self._settings.project,
                ownerId=self._settings.team,
                deploymentId=live.deployment_id,
                startDate=start,
                endDate=end,
                page=page,
                **filters,
            )
            rows += [row for row in answer.rows if row.deployment_id in {"", live.deployment_id}]
            if not answer.has_more_rows or not answer.rows:
                break
        return rows

    async def _production(self) -> Live:
        project, known = await asyncio.gather(
            self._read(_Project, f"/v9/projects/{self._settings.project}"),
            self._read(_Aliases, "/v4/aliases", projectId=self._settings.project, limit=100),
        )
        deployment = project.targets.production
        if deployment is None:
            raise EvidenceError(f"Vercel: project {self._settings.project} has no production deployment")
        moved = [
            alias.updated_at or alias.created_at
            for alias in known.aliases
            if alias.deployment_id == deployment.id
        ]
        return _live(deployment, max(moved, default=deployment.ready or deployment.created_at))

    async def _alias(self, host: str) -> _Alias | None:
        try:
            return await self._read(_Alias, f"/v4/aliases/{host}")
        except NotFoundError:
            return None

    async def _deployment(self, id_or_host: str) -> _Deployment:
        return await self._read(_Deployment, f"/v13/deployments/{id_or_host}")

    async def _read(self, kind: type[T], path: str, base: str = "", **query: str | int) -> T:
        query.setdefault("teamId", self._settings.team)
        url = (base or self._settings.api) + path
        return await read(self._client, "Vercel", kind, url, query=query, token=self._token)


def _live(deployment: _Deployment, since_ms: int) -> Live:
    commit = next((deployment.meta[key] for key in _COMMIT_KEYS if key in deployment.meta), None)
    since = datetime.fromtimestamp(since_ms / 1000, UTC)
    error = deployment.error_message or ""
    return Live(deployment.id, commit, since, deployment.url, deployment.ready_state, error)
