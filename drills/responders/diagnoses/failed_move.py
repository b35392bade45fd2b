"""The platform itself failed to bring another deployment back: none of our own options is left (étape 3)."""

from __future__ import annotations

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 50


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By the move that failed, which nobody has before the mitigation begins."""
    if evidence.failed_move is None:
        return None
    cause = f"Vercel ne parvient pas à changer la production ({evidence.failed_move.told})."
    return Diagnosis(evidence.severity, None, cause, ("escalate",))
