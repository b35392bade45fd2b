"""One page is slow, well within what the runbook calls minor, and all else is well (section 3)."""

from __future__ import annotations

from statistics import median

from drills.responders.diagnosis import Diagnosis, Evidence, Minor
from drills.runbook import Runbook

RANK = 420
_SLOW_S = 1.0
# The runbook's P2: a p95 below this.
_MINOR_S = 5.0
# A machine that is slow itself makes all pages slow alike.
_TIMES_THE_OTHERS = 3
_NAMES = {"/dashboard": "le tableau de bord (/dashboard)"}


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By the time that each page took."""
    if len(evidence.pages) < 2 or not evidence.all_quiet:
        return None
    path, slowest = max(evidence.pages.items(), key=lambda each: each[1].took_s)
    others_s = median(page.took_s for other, page in evidence.pages.items() if other != path)
    if not max(_SLOW_S, _TIMES_THE_OTHERS * others_s) <= slowest.took_s < _MINOR_S or slowest.status != 200:
        return None
    name = _NAMES.get(path, f"la page {path}")
    cause = (
        f"Lenteur : {name} répond en {slowest.took_s:.1f} s, les autres pages en {others_s:.1f} s, "
        f"sans erreur. Version en ligne : {evidence.deployments.live.told}."
    )
    return Diagnosis(
        "P2",
        None,
        cause,
        ("ticket",),
        Minor(
            steps=("Se connecter avec un compte de test", f"Ouvrir {path}", "Mesurer le temps de réponse"),
            impact=f"Une attente de {slowest.took_s:.1f} s, sous les 5 s du runbook ; personne n'est bloqué.",
            workaround="Patienter : la page finit par s'afficher.",
        ),
    )
