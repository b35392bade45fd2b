"""What the errors' own words mean, and whose trouble it is (1.1 to 1.3)."""

from __future__ import annotations

from datetime import timedelta

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook
from fixtures.signs import Sign

RANK = 500


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:
    """By the sign that most errors carry: a vendor's outage, the last deployment, or neither."""
    sign = _sign(runbook, evidence)
    if sign is None:
        return None
    severity = sign.severity or evidence.severity
    seen = _example(sign, evidence)
    if sign.vendor and evidence.status[sign.vendor].down:
        cause = f"{sign.means} : panne du fournisseur, {evidence.status[sign.vendor].text}. {seen}"
        return Diagnosis(severity, sign, cause, ("wait",))
    if _just_deployed(runbook, evidence):
        live = evidence.deployments.live
        cause = (
            f"{sign.means}, apparu avec le dernier déploiement, {live.told}, "
            f"en ligne depuis {live.at:%H:%M:%S} UTC. {_changed(evidence)}{seen}"
        )
        return Diagnosis(severity, sign, cause, sign.after_deployment)
    cause = f"{sign.means}, sans déploiement récent ni panne annoncée. {seen}"
    return Diagnosis(severity, sign, cause, sign.otherwise)


def _sign(runbook: Runbook, evidence: Evidence) -> Sign | None:
    """The sign that most error lines carry; where the logs are silent, that of the most frequent issue."""
    lines = evidence.logs.messages or [issue.title for issue in evidence.new_issues[:1]]
    counts = {sign.id: sum(sign.shows_in(line) for line in lines) for sign in runbook.sign}
    best = max(runbook.sign, key=lambda sign: counts[sign.id], default=None)
    return best if best is not None and counts[best.id] else None


def _just_deployed(runbook: Runbook, evidence: Evidence) -> bool:
    """Whether the first error came after the live deployment, and soon."""
    first = evidence.first_error
    if first is None:
        return False
    after = first - evidence.deployments.live.at
    # The clocks of two vendors need not agree to the second.
    return timedelta(seconds=-5) <= after <= timedelta(seconds=runbook.judge.recent_s)


def _changed(evidence: Evidence) -> str:
    """What else went out with the deployment."""
    names = ", ".join(evidence.changed_variables)
    return f"Variable d'environnement changée juste avant : {names}. " if names else ""


def _example(sign: Sign, evidence: Evidence) -> str:
    line = next((line for line in evidence.logs.messages if sign.shows_in(line)), None)
    if line is not None:
        return f"Dans les logs : « {line.splitlines()[0]} »."
    title = next((issue.title for issue in evidence.new_issues if sign.shows_in(issue.title)), "")
    return f"Dans Sentry : « {title} »." if title else ""
