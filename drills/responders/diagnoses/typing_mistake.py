"""A user quotes what a page says wrongly, the page does say so, and all else is well (section 3)."""

from __future__ import annotations

import re

from drills.responders.diagnosis import Diagnosis, Evidence, Minor
from drills.runbook import Runbook

RANK = 410
_QUOTED = re.compile(r"«\s*([^»]{3,}?)\s*»")
_NAMES = {"/": "d'accueil (/)"}


def recognise(runbook: Runbook, evidence: Evidence) -> Diagnosis | None:  # noqa: ARG001
    """By finding the quoted words on a page."""
    alert = evidence.alert
    if alert is None or alert.source != "support" or not evidence.all_quiet:
        return None
    for quoted in _QUOTED.findall(alert.text):
        for path, page in evidence.pages.items():
            if quoted in page.text:
                return _diagnosis(quoted, path)
    return None


def _diagnosis(quoted: str, path: str) -> Diagnosis:
    where = f"page {_NAMES.get(path, path)}"
    return Diagnosis(
        "P2",
        None,
        f"Faute de frappe, vue sur la {where} : « {quoted} ». Aucune requête en erreur, tout fonctionne.",
        ("ticket",),
        Minor(
            steps=(f"Ouvrir la {where}", f"Lire « {quoted} »"),
            impact="Cosmétique : aucune fonction n'est touchée, l'image de la marque un peu.",
            workaround="Aucun n'est nécessaire : le texte reste compréhensible.",
        ),
    )
