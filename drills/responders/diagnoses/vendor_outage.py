"""A vendor says that it is down, and nothing else tells of it (1.1)."""

from __future__ import annotations

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 600


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By its status page alone."""
    outage = next((report for report in evidence.status.values() if report.down), None)
    if outage is None:
        return None
    return Diagnosis(evidence.severity, None, f"Panne du fournisseur. {outage.text}.", ("wait",))
