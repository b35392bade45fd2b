"""The uptime check says that the site is down, and it is the only one that says so (1.1 to 1.3)."""

from __future__ import annotations

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 450


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By everybody else's being served."""
    alert = evidence.alert
    if alert is None or alert.source != "uptime" or not evidence.all_quiet:
        return None
    requests = evidence.logs.requests
    failed = sum(row.failed for row in requests)
    pages = ", ".join(f"{path} {page.status}" for path, page in evidence.pages.items())
    cause = (
        "Fausse alerte : la sonde de disponibilité est la seule à avoir échoué. "
        f"Requêtes en erreur dans les logs : {failed} sur {len(requests)} ; les pages répondent ({pages}) ; "
        "les pages de statut n'annoncent rien."
    )
    return Diagnosis("P2", None, cause, ("change-nothing",))
