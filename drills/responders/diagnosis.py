"""From evidence to a cause and to what the runbook would try, best first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from drills.actions.deployments import Deployments
from drills.actions.issues import Issue
from drills.actions.logs import Logs
from drills.actions.status_pages import Report
from drills.runbook import Runbook, SeverityId, Sign, Vendor

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


@dataclass(frozen=True)
class Diagnosis:
    """The severity, the cause in French, and the steps to try, best first."""

    severity: SeverityId
    sign: Sign | None
    cause: str
    options: tuple[str, ...]


def diagnose(runbook: Runbook, evidence: Evidence) -> Diagnosis:
    """The runbook's own reasoning (1.1 to 1.3, étape 2): the sign, then whose trouble it is."""
    sign = _sign(runbook, evidence)
    severity = _severity(evidence)
    if sign is None:
        outage = next((report for report in evidence.status.values() if report.down), None)
        if outage is not None:
            return Diagnosis(severity, None, f"Panne du fournisseur. {outage.text}.", ("wait",))
        return Diagnosis(severity, None, "Cause inconnue : aucune signature d'erreur reconnue.", ())
    seen = _example(sign, evidence)
    if sign.vendor and evidence.status[sign.vendor].down:
        cause = f"{sign.means} : panne du fournisseur, {evidence.status[sign.vendor].text}. {seen}"
        return Diagnosis(severity, sign, cause, ("wait",))
    if _just_deployed(runbook, evidence):
        live = evidence.deployments.live
        cause = (
            f"{sign.means}, apparu avec le dernier déploiement, {live.told}, "
            f"en ligne depuis {live.at:%H:%M:%S} UTC. {seen}"
        )
        return Diagnosis(severity, sign, cause, sign.after_deployment)
    cause = f"{sign.means}, sans déploiement récent ni panne annoncée. {seen}"
    return Diagnosis(severity, sign, cause, sign.otherwise)


def _sign(runbook: Runbook, evidence: Evidence) -> Sign | None:
    """The sign that most error lines carry; where the logs are silent, that of the most frequent issue."""
    lines = evidence.logs.messages or [issue.title for issue in evidence.issues[:1]]
    counts = {sign.id: sum(sign.shows_in(line) for line in lines) for sign in runbook.sign}
    best = max(runbook.sign, key=lambda sign: counts[sign.id], default=None)
    return best if best is not None and counts[best.id] else None


def _severity(evidence: Evidence) -> SeverityId:
    """P0: down for everybody. P1: some requests fail. P2: none does."""
    if evidence.site_down:
        return "P0"
    requests = evidence.logs.requests
    since = evidence.first_error
    if since is not None:
        requests = [row for row in requests if row.timestamp >= since.timestamp() * 1000]
    failed = sum(row.failed for row in requests)
    if not failed:
        return "P2"
    return "P0" if failed / len(requests) >= _DOWN_SHARE else "P1"


def _just_deployed(runbook: Runbook, evidence: Evidence) -> bool:
    """Whether the first error came after the live deployment, and soon."""
    first = evidence.first_error
    if first is None:
        return False
    after = first - evidence.deployments.live.at
    # The clocks of two vendors need not agree to the second.
    return timedelta(seconds=-5) <= after <= timedelta(seconds=runbook.judge.recent_s)


def _example(sign: Sign, evidence: Evidence) -> str:
    line = next((line for line in evidence.logs.messages if sign.shows_in(line)), None)
    if line is not None:
        return f"Dans les logs : « {line.splitlines()[0]} »."
    title = next((issue.title for issue in evidence.issues if sign.shows_in(issue.title)), "")
    return f"Dans Sentry : « {title} »." if title else ""
