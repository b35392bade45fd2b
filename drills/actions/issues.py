"""Read Sentry (runbook 1.3): the unresolved errors, the most frequent first."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict
from pydantic.alias_generators import to_camel

from drills.actions.wire import Wire


class Issue(BaseModel):
    """One issue. ``count`` is a string, as Sentry sends it."""

    model_config = ConfigDict(alias_generator=to_camel, frozen=True)

    short_id: str = ""
    title: str
    culprit: str | None = None
    count: str = "0"
    user_count: int = 0
    first_seen: datetime
    last_seen: datetime


async def read_issues(wire: Wire) -> list[Issue]:
    """At most one page. Raises `ActionError`."""
    return await wire.read(
        list[Issue],
        "Sentry",
        f"{wire.sentry_url}/api/0/organizations/{wire.sentry_org}/issues/",
        authorization=f"Bearer {wire.sentry_auth_token}",
        params={"project": -1, "query": "is:unresolved level:error", "sort": "freq", "statsPeriod": "24h"},
    )
