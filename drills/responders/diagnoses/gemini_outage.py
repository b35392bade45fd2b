"""Gemini does not answer, and Google says so: nobody gets a post out of the quiz (1.1, 1.2)."""

from __future__ import annotations

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 450

_PATH = "/api/generate"
_SIGN = "timed-out"
# Of those that are over; who asked just before it began still got a post.
_MOSTLY = 0.8


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:
    """By the path that fails, the error's own words, and Google's status page."""
    google = evidence.status.get("google")
    sign = next((each for each in runbook.sign if each.id == _SIGN), None)
    first = evidence.first_error
    if sign is None or first is None or google is None or not google.down:
        return None
    asked = [row for row in evidence.logs.requests if row.request_path == _PATH and row.status_code]
    since = [row for row in asked if row.failed or row.timestamp >= first.timestamp() * 1000]
    failed = [row for row in since if row.failed]
    lines = [line for row in evidence.logs.errors for line in row.errors if sign.shows_in(line)]
    if not failed or len(failed) < _MOSTLY * len(since) or not lines:
        return None
    cause = (
        f"Panne de Gemini, plus aucun post n'est écrit (« {lines[0].splitlines()[0]} »). {google.text}. "
        "Mode dégradé GEMINI_FALLBACK possible, à quitter quand Google annonce la fin."
    )
    return Diagnosis("P0", sign, cause, ("degraded-mode", "wait"))
