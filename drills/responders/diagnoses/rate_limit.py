"""Many people behind one address meet the rate limit (section 2, scenario 3)."""

from __future__ import annotations

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 300


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By the sessions of the address: one that never stops is an abuser, and no reason to act."""
    crowd, abuser = evidence.refusals.crowd, evidence.refusals.abuser
    if crowd is None or not evidence.all_quiet:
        return None
    cause = (
        f"Limite de débit trop basse pour un afflux légitime : {crowd.sessions} sessions derrière l'adresse "
        f"{crowd.address} (bureau ou salon), {crowd.count} enregistrements refusés (429)."
    )
    if abuser is not None:
        agents = ", ".join(abuser.agents) or "programme inconnu"
        cause += (
            f" À ne pas débloquer : {abuser.address}, {abuser.count} refus, "
            f"{abuser.sessions} session, {agents}."
        )
    return Diagnosis("P1", None, cause, ("whitelist", "raise-limit"))
