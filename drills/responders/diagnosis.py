"""What was read during the triage, and what it comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from drills.actions.alerts import NO_ALERTS, Alerts
from drills.actions.database import Database
from drills.actions.deployments import Deployments
from drills.actions.logs import Logs
from drills.actions.moves import Move
from drills.actions.refusals import NONE_REFUSED, Refusals
from drills.actions.site import Page
from drills.actions.status_pages import Report
from drills.actions.variable_changes import Variable
from drills.brief import Alert
from fixtures.signs import SeverityId, Sign, Vendor
from smoke.evidence.sentry import Issue
from smoke.evidence.vercel import LogRow

# From this share of failed requests on, the service as a whole is down.
_DOWN_SHARE = 0.5
# Below this share some still get through: it is not simply broken.
_ALL_SHARE = 0.8
_PERSIST = "/persist-on-login"
_BUILT_FILES = "/_next/static/"
# Below this share of failed requests it is single users' bad luck.
_QUIET_SHARE = 0.01
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Evidence:
    """What was read until now. ``site_down``: the landing page itself fails. ``pages`` are by their path, as
    a user of the team's own sees them, ``build_logs`` by the deployment's id. What has a default is read
    where it is needed.
    """

    site_down: bool
    status: Mapping[Vendor, Report]
    logs: Logs
    issues: Sequence[Issue]
    deployments: Deployments
    alert: Alert | None = None
    alerts: Alerts = NO_ALERTS
    database: Database | None = None
    jobs: Sequence[LogRow] = ()
    variables: Sequence[Variable] = ()
    refusals: Refusals = NONE_REFUSED
    pages: Mapping[str, Page] = field(default_factory=dict)
    failed_move: Move | None = None
    build_logs: Mapping[str, list[str]] = field(default_factory=dict)

    @property
    def persists_fail(self) -> bool:
        """Whether some of the posts cannot be saved, but by no means all (runbook, section 2, scenario 2)."""
        saved = [row for row in self._since_first_error if row.request_path == _PERSIST]
        failed = sum(row.failed for row in saved)
        return 0 < failed < _ALL_SHARE * len(saved)

    @property
    def missing_files(self) -> Sequence[str]:
        """What the live deployment's own pages ask for and nobody gets, by path."""
        newest = {
            row.request_path: row
            for row in reversed(self.logs.requests)
            if row.deployment_id == self.deployments.live_id and row.request_path.startswith(_BUILT_FILES)
        }
        return sorted(path for path, row in newest.items() if row.status_code == 404)

    @property
    def all_quiet(self) -> bool:
        """Nobody is turned away: the site stands, hardly a request failed, and no vendor is down."""
        requests = self.logs.requests
        failed = sum(row.failed for row in requests)
        vendors_down = any(report.down for report in self.status.values())
        return not self.site_down and not vendors_down and failed <= _QUIET_SHARE * len(requests)

    @property
    def new_issues(self) -> Sequence[Issue]:
        """The most frequent first; what has been seen for days explains nothing of tonight."""
        return [issue for issue in self.issues if issue.last_seen - issue.first_seen < _DAY]

    @property
    def first_error(self) -> datetime | None:
        """When the most frequent new error was seen first; where Sentry knows of none, by the logs."""
        if self.new_issues:
            return self.new_issues[0].first_seen
        failed = [row.timestamp for row in self.logs.requests if row.failed]
        return datetime.fromtimestamp(min(failed) / 1000, UTC) if failed else None

    @property
    def changed_variables(self) -> Sequence[str]:
        """Those that were set after the stable deployment was made, and that the live one was built with."""
        live, stable = self.deployments.live, self.deployments.stable
        if stable is None:
            return []
        return [each.key for each in self.variables if stable.created_ms < each.updated_ms <= live.created_ms]

    @property
    def severity(self) -> SeverityId:
        """P0: down for everybody. P1: some requests fail. P2: none does."""
        if self.site_down:
            return "P0"
        requests = self._since_first_error
        failed = sum(row.failed for row in requests)
        if not failed:
            return "P2"
        return "P0" if failed / len(requests) >= _DOWN_SHARE else "P1"

    @property
    def _since_first_error(self) -> Sequence[LogRow]:
        """The requests from the first on that failed; one that waits in vain began long before its error."""
        begun = [row.timestamp for row in self.logs.requests if row.failed]
        if self.first_error is not None:
            begun.append(self.first_error.timestamp() * 1000)
        return [row for row in self.logs.requests if row.timestamp >= min(begun, default=0.0)]


@dataclass(frozen=True)
class Minor:
    """What a ticket says of a problem that can wait (section 3), in French."""

    steps: tuple[str, ...]
    impact: str
    workaround: str


@dataclass(frozen=True)
class Diagnosis:
    """The severity, the cause in French, and the steps to try, best first.

    ``minor``: nothing is mended now, and a ticket says this. ``follow_up``: another problem that was found,
    and gets a ticket of its own.
    """

    severity: SeverityId
    sign: Sign | None
    cause: str
    options: tuple[str, ...]
    minor: Minor | None = None
    follow_up: str | None = None

    @property
    def visible(self) -> bool:
        """Whether users have to be told."""
        return self.severity != "P2"
