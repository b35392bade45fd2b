"""The dashboard fails for some users, and nothing else does: a bug for a hotfix (section 2, scenario 1)."""

from __future__ import annotations

import re

from drills.responders.diagnosis import Diagnosis, Evidence
from drills.runbook import Runbook

RANK = 200

_PATH = "/dashboard"
_BUG = re.compile(r"TypeError|Cannot read propert(y|ies)")
# Now and then another request fails, too.
_MOSTLY = 0.8


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By the path that fails, for whom it works all the same, and the error's own words."""
    failed = [row for row in evidence.logs.requests if row.failed]
    here = [row for row in failed if row.request_path == _PATH]
    works = any(row.request_path == _PATH and not row.failed for row in evidence.logs.requests)
    bugs = [line for row in evidence.logs.errors for line in row.errors if _BUG.search(line)]
    if not here or not bugs or not works or len(here) < _MOSTLY * len(failed):
        return None
    live = evidence.deployments.live
    cause = (
        "Erreur 500 sur /dashboard pour certains users seulement : bug du code, "
        f"« {bugs[0].splitlines()[0]} ». Déploiement en ligne : {live.told}."
    )
    return Diagnosis(evidence.severity, None, cause, ("promote-hotfix", "hotfix"))
