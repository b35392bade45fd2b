"""Warnings by the dozen for requests that were all served (section 3)."""

from __future__ import annotations

import re
from collections import Counter

from drills.responders.diagnosis import Diagnosis, Evidence, Minor
from drills.runbook import Runbook

RANK = 430
# So many warnings a request are nobody's news any more.
_TOO_MANY = 3
_ENOUGH_REQUESTS = 20
_VARIABLE = re.compile(r"\d+")


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By counting the warnings of requests that succeeded."""
    served = [row for row in evidence.logs.requests if (row.status_code or 500) < 400]
    lines = [line.message for row in served for line in row.logs if line.level == "warning"]
    few = len(served) < _ENOUGH_REQUESTS or len(lines) < _TOO_MANY * len(served)
    if few or not evidence.all_quiet:
        return None
    kind, count = Counter(_VARIABLE.sub("N", line) for line in lines).most_common(1)[0]
    cause = (
        f"Logs excessifs : {len(lines)} lignes d'avertissement pour {len(served)} requêtes servies. "
        f"La plus fréquente, {count} fois : « {kind} ». Version en ligne : {evidence.deployments.live.told}."
    )
    return Diagnosis(
        "P2",
        None,
        cause,
        ("ticket",),
        Minor(
            steps=("Charger une page de postry.ai", "vercel logs --level warning", f"Compter « {kind} »"),
            impact="Aucun pour les utilisateurs ; les logs sont illisibles et leur quota s'épuise.",
            workaround="Filtrer par niveau : vercel logs --level error.",
        ),
    )
