"""A job of production deletes what users have (P0: perte de données)."""

from __future__ import annotations

import re

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 100

_DELETED = re.compile(r"\b[1-9]\d* posts\b.*\b(supprimés|deleted)\b")


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By what the job itself says."""
    said = [line.message for row in evidence.jobs for line in row.logs if _DELETED.search(line.message)]
    if not said:
        return None
    cause = (
        "Perte de données : une tâche planifiée (cron) du dernier déploiement, "
        f"{evidence.deployments.live.told}, supprime des posts d'utilisateurs. "
        f"Dans les logs, {len(said)} fois : « {said[0]} »."
    )
    return Diagnosis("P0", None, cause, ("restore",))
