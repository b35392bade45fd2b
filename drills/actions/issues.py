"""Read Sentry (runbook 1.3): the unresolved errors, the most frequent first."""

from __future__ import annotations

from drills.actions.wire import Wire
from smoke.evidence.sentry import Issue


async def read_issues(wire: Wire) -> list[Issue]:
    """At most one page. Raises `ActionError`."""
    return await wire.read(
        list[Issue],
        "Sentry",
        f"{wire.sentry_url}/api/0/organizations/{wire.sentry_org}/issues/",
        authorization=f"Bearer {wire.sentry_auth_token}",
        params={"project": -1, "query": "is:unresolved level:error", "sort": "freq", "statsPeriod": "24h"},
    )
