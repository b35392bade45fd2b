"""Gemini takes every request and never answers: nobody gets a post out of the quiz.

The runbook's 1.1 and 1.2 (ETIMEDOUT): Google's status page says so, so go into the degraded mode
(``GEMINI_FALLBACK``), or wait and inform. An earlier deployment asks the same Gemini.
"""

from __future__ import annotations

from drills.scenario import Mistaken, Scenario, Truth, Wrong
from fixtures.faults.gemini_timeout import LASTS_S

SCENARIO = Scenario(
    id="p0-gemini-timeout",
    title="Gemini ne répond plus",
    severity="P0",
    story="Le quiz tourne dans le vide : aucun post n'est écrit, pour personne.",
    fault="gemini-timeout",
    ends_after_s=LASTS_S,
    truth=Truth(
        cause="Panne de Gemini : Google ne répond plus aux requêtes (ETIMEDOUT).",
        words=(
            ("Gemini", "Google"),
            ("panne", "incident", "outage", "fournisseur", "ETIMEDOUT", "timeout", "ne répond"),
        ),
        mistaken=(
            Mistaken(
                words=("base de données", "database", "Supabase"),
                evidence="login and dashboard work, and Supabase's status page says operational",
            ),
            Mistaken(
                words=("TypeError", "bug dans le code"),
                evidence="the live deployment is a day older than the first error",
            ),
        ),
    ),
    accepted=("degraded-mode", "wait"),
    wrong=(
        Wrong(
            way="rollback",
            reason="rolled-back-geminis-outage",
            because="an earlier deployment asks the same Gemini, and keeps later ones from going live",
        ),
    ),
    # A request to Gemini is given up after five real seconds.
    fastest_pace=30,
    budgets={"mitigate": 1800},
)
