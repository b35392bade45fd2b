"""Supabase's outage: nobody reaches the database until the vendor has mended it.

The runbook's 1.1: not our fault, so wait, tell the users, and go into a degraded mode where that helps; here
that is maintenance, and what counts is that it is left again. A rollback or another build meets the same
closed port.
"""

from __future__ import annotations

from drills.scenario import Mistaken, Scenario, Truth, Wrong
from fixtures.faults.database_down import LASTS_S

SCENARIO = Scenario(
    id="p0-database-down",
    title="La base de données de Supabase est en panne",
    severity="P0",
    story="Impossible d'enregistrer un post ou d'ouvrir son tableau de bord : « Une erreur est survenue ».",
    fault="database-down",
    ends_after_s=LASTS_S,
    truth=Truth(
        cause="Panne de Supabase : la base de données refuse toutes les connexions (ECONNREFUSED).",
        words=(
            ("ECONNREFUSED", "base de données", "database", "PostgreSQL"),
            ("Supabase",),
            ("panne", "incident", "outage", "fournisseur", "indisponible", "down"),
        ),
        mistaken=(
            Mistaken(
                words=("déploiement", "deploy", "rollback", "version", "commit"),
                evidence="the live deployment is a day older than the first error",
            ),
            Mistaken(
                words=("DATABASE_URL", "variable", "configuration"),
                evidence="nobody changed it, and Supabase tells of an outage",
            ),
            Mistaken(
                words=("Gemini", "Google"),
                evidence="the quiz works, and Google's status page names no incident",
            ),
        ),
    ),
    accepted=("wait", "maintenance-and-back"),
    wrong=(
        Wrong(
            way="rollback",
            reason="rolled-back-a-vendors-outage",
            because="an earlier deployment meets the same closed port, and keeps later ones from going live",
        ),
        Wrong(
            way="redeploy",
            reason="redeployed-a-vendors-outage",
            because="a new build meets the same closed port, and costs its time",
        ),
        Wrong(
            way="maintenance",
            reason="maintenance-left-on",
            because="the database is back, and the users still stand before a closed door",
        ),
    ),
    fastest_pace=60,
    # The vendor takes what it takes; going into maintenance and out of it again takes two deployments.
    budgets={"mitigate": 1800},
)
