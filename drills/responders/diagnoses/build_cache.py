"""A page's own files are missing from what was built, and what was built came from the build cache."""

from __future__ import annotations

from collections.abc import Sequence

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 250
_RESTORED = "Restored build cache"


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By the files that answer 404; what the builds printed tells whether going back would help."""
    if not evidence.missing_files:
        return None
    live, stable = evidence.deployments.live, evidence.deployments.stable
    missing = ", ".join(evidence.missing_files)
    cause = (
        f"Le build en ligne, {live.told}, a perdu des fichiers : {missing} en 404, le quiz ne démarre pas."
    )
    from_cache = {deployment_id for deployment_id, lines in evidence.build_logs.items() if _restored(lines)}
    if live.id not in from_cache:
        return Diagnosis("P0", None, cause, ("rollback", "force-deploy"))
    cause = f"{cause} Il vient du cache de build (« {_RESTORED} »)"
    if stable is None or stable.id in from_cache:
        told = f"{cause}, comme les versions précédentes : un rollback n'y changerait rien."
        return Diagnosis("P0", None, told, ("force-deploy",))
    return Diagnosis("P0", None, f"{cause}, la version d'avant non.", ("rollback", "force-deploy"))


def _restored(lines: Sequence[str]) -> bool:
    return any(line.startswith(_RESTORED) for line in lines)
