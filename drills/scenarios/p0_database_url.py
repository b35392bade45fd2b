"""ECONNREFUSED, and Supabase is well: a wrong ``DATABASE_URL`` went out with the last deployment.

It looks like the runbook's « base de données inaccessible » (1.2), and is none of Supabase's doing. Rolling
back brings the old environment with the old build; correcting the variable helps only once it is deployed.
"""

from __future__ import annotations

from drills.scenario import Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p0-database-url",
    title="Une mauvaise adresse de base de données part en production",
    severity="P0",
    story="Impossible d'enregistrer un post ou d'ouvrir son tableau de bord : « Une erreur est survenue ».",
    fault="database-url",
    truth=Truth(
        cause="La variable DATABASE_URL, changée avec le dernier déploiement, mène à un port fermé.",
        words=(
            ("ECONNREFUSED", "base de données", "database", "DATABASE_URL"),
            ("DATABASE_URL", "variable", "configuration", "environnement"),
        ),
        mistaken=(
            Mistaken(
                words=(
                    "panne du fournisseur",
                    "panne de Supabase",
                    "Supabase est en panne",
                    "Supabase outage",
                ),
                evidence="Supabase's status page says operational, and the database answers",
            ),
            Mistaken(
                words=("TypeError", "bug dans le code"),
                evidence="the logs hold no TypeError, and every page without the database works",
            ),
        ),
    ),
    accepted=("rollback", "env-fix"),
    wrong=(
        Wrong(
            way="wait-in-vain",
            reason="waited-for-supabase",
            because="Supabase is well: nobody there will mend Postry's own variable",
        ),
        Wrong(
            way="env-not-deployed",
            reason="env-without-a-deployment",
            because="a variable counts only for what is built after it; production still has the wrong one",
        ),
    ),
    fastest_pace=60,
)
