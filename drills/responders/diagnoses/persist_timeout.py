"""Saving a post fails now and then: the database is slower than Postry waits (section 2, scenario 2)."""

from __future__ import annotations

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 220


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By PostgreSQL's own log."""
    database = evidence.database
    if database is None or database.mostly != "statement":
        return None
    cause = (
        "/persist-on-login échoue sporadiquement : la base de données est lente, et "
        f"{database.statement_timeouts} requêtes SQL ont dépassé le timeout de 5 s (statement timeout). "
        f"Le pool de {database.pool_size} connexions n'est pas en cause."
    )
    return Diagnosis(evidence.severity, None, cause, ("raise-time-out",))
