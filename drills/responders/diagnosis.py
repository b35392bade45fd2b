"""What was read during the triage, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from drills.actions.deployments import Deployments
from drills.actions.issues import Issue
from drills.actions.logs import Logs
from drills.actions.status_pages import Report
from drills.runbook import SeverityId, Sign, Vendor

# From this share of failed requests on, the service as a whole is down.
_DOWN_SHARE = 0.5


@dataclass(frozen=True)
class Evidence:
    """What was read until now. ``site_down``: the landing page itself fails."""

    site_down: bool
    status: Mapping[Vendor, Report]
    logs: Logs
    issues: Sequence[Issue]
    deployments: Deployments

    @property
    def first_error(self) -> datetime | None:
        """When the most frequent error was seen first."""
        return self.issues[0].first_seen if self.issues else None

    @property
    def severity(self) -> SeverityId:
        """P0: down for everybody. P1: some requests fail. P2: none does."""
        if self.site_down:
            return "P0"
        requests = self.logs.requests
        since = self.first_error
        if since is not None:
            requests = [row for row in requests if row.timestamp >= since.timestamp() * 1000]
        failed = sum(row.failed for row in requests)
        if not failed:
            return "P2"
        return "P0" if failed / len(requests) >= _DOWN_SHARE else "P1"


@dataclass(frozen=True)
class Diagnosis:
    """The severity, the cause in French, and the steps to try, best first."""

    severity: SeverityId
    sign: Sign | None
    cause: str
    options: tuple[str, ...]
