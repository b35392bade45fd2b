"""Read Vercel's logs (runbook 1.2), as `vercel logs` does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import BaseModel

from drills.actions.wire import Wire, understood
from smoke.evidence.vercel import LogRow

LOOK_BACK = timedelta(minutes=15)
# So many that a request which waited in vain for seconds is still among them.
_LIMIT = 500


class _Page(BaseModel):
    rows: list[LogRow]


@dataclass(frozen=True)
class Logs:
    """The newest rows, newest first: of all requests, and of those with errors."""

    requests: list[LogRow]
    errors: list[LogRow]

    @property
    def messages(self) -> list[str]:
        """Every error line, newest first."""
        return [message for row in self.errors for message in row.errors]


async def read_logs(wire: Wire, since: datetime | None = None, deployment_id: str = "") -> Logs:
    """The logs of production since a moment (UTC; default: the last minutes). Raises `ActionError`."""
    begin = since or datetime.now(UTC) - LOOK_BACK
    requests = await _rows(wire, begin, deployment_id)
    errors = await _rows(wire, begin, deployment_id, level="error,fatal")
    return Logs(requests, errors)


async def read_jobs(wire: Wire) -> list[LogRow]:
    """What production's own jobs said in the last minutes, newest first. Raises `ActionError`."""
    return await _rows(wire, datetime.now(UTC) - LOOK_BACK, "", search="[cron]")


async def _rows(wire: Wire, since: datetime, deployment_id: str, **filters: str) -> list[LogRow]:
    if deployment_id:
        filters["deploymentId"] = deployment_id
    answer = await wire.vercel(
        "GET",
        "/api/logs/request-logs",
        projectId=wire.vercel_project_id,
        ownerId=wire.vercel_org_id,
        startDate=int(since.timestamp() * 1000),
        endDate=int(datetime.now(UTC).timestamp() * 1000),
        environment="production",
        limit=_LIMIT,
        page=0,
        **filters,
    )
    return understood(_Page, "Vercel", answer).rows
