"""So many alerts that nobody can read them; what matters stands among them (runbook, P1)."""

from __future__ import annotations

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 200


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By counting the mails of the last minute, where users are well."""
    alerts = evidence.alerts
    if not alerts.is_flood or not evidence.all_quiet:
        return None
    cause = (
        f"Spam d'alertes : {alerts.count} mails dans la dernière minute, dont {alerts.of_rule} de la règle "
        f"« {alerts.rule} », qui parle à chaque événement, même sans gravité."
    )
    follow_up = None
    if evidence.new_issues:
        real = evidence.new_issues[0]
        hidden = (
            f"{real.title} ({real.short_id}, {real.count} fois, dans {real.culprit or 'un endroit inconnu'})"
        )
        cause += f" Elle cache une vraie erreur : {hidden}."
        follow_up = hidden
    return Diagnosis("P1", None, cause, ("raise-rule",), follow_up=follow_up)
