"""Saving a post fails for authors of rows without an equalizer (section 2, scenario 2)."""

from __future__ import annotations

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 230


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By PostgreSQL's log, and the runbook's own query."""
    database = evidence.database
    if database is None or database.mostly != "constraint" or not database.corrupted:
        return None
    cause = (
        "/persist-on-login échoue toujours pour les mêmes auteurs : données corrompues, "
        f"{database.corrupted} posts sans equalizer_settings. Dans les logs : « {database.violation} »."
    )
    return Diagnosis(evidence.severity, None, cause, ("repair-rows", "delete-corrupted-rows"))
