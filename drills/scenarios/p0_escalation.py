"""A deployment with a bug, at night, and the rollback itself fails: the way out is to call who is there.

The runbook's étape 2A is right and does not help; étape 2C (maintenance) gives time, and the table of
contacts says who answers at this hour: the DevOps Lead, while the Developer Lead keeps business hours. Which
of the two versions from before can still be built, only the DevOps Lead knows.
"""

from __future__ import annotations

from datetime import time

from drills.scenario import Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p0-escalation",
    title="La nuit, le rollback lui-même échoue",
    severity="P0",
    story="Toutes les pages de postry.ai affichent « Une erreur est survenue ».",
    local_time=time(2, 40),
    fault="stuck-moves",
    truth=Truth(
        cause=(
            "Le dernier déploiement contient un bug : TypeError sur toutes les pages. "
            "Et Vercel ne sait plus revenir à un déploiement précédent."
        ),
        words=(
            ("TypeError", "Cannot read propert", "bug", "undefined"),
            ("déploiement", "deploy", "version", "release", "commit", "mise en production"),
        ),
        mistaken=(
            Mistaken(
                words=("base de données", "database", "Supabase", "ECONNREFUSED"),
                evidence="no ECONNREFUSED stands in the logs, and Supabase's status page says operational",
            ),
        ),
    ),
    accepted=("escalate",),
    wrong=(
        Wrong(
            way="keep-rolling-back",
            reason="kept-rolling-back",
            because="three failures say that the platform cannot, and each more costs minutes of the outage",
        ),
        Wrong(
            way="call-who-sleeps",
            reason="called-who-sleeps",
            because="at this hour only the DevOps Lead answers; the others keep business hours",
        ),
    ),
    fastest_pace=60,
    # By the runbook's own longest figures: a rollback that fails (3 min), maintenance (5), a new build (7); a
    # call at night in between, and room for a second try. Its 10 minutes hold none of it.
    budgets={"mitigate": 1500},
)
