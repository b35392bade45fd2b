"""Saving a post fails now and then because no connection of the pool is free (section 2, scenario 2)."""

from __future__ import annotations

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 210


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By the pool's own log."""
    database = evidence.database
    if database is None or database.mostly != "pool":
        return None
    cause = (
        f"/persist-on-login échoue sporadiquement : le pool de {database.pool_size} connexions est plein "
        f"(connection pool full), {database.pool_timeouts} requêtes n'en ont pas obtenu à temps."
    )
    return Diagnosis(evidence.severity, None, cause, ("resize-pool",))
