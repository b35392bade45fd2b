"""A deployment that is READY and dead: its function crashes at start, so every page is the platform's 502.

The runbook's 1.2: « 502 Bad Gateway » means that the deployment failed. Rolling back is the quickest; since
only the build went wrong, building the same commit again helps as well (étape 2B). It does not end by itself.
"""

from __future__ import annotations

from drills.scenario import Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p0-failed-deploy",
    title="Un déploiement prêt qui ne démarre pas",
    severity="P0",
    story="Toutes les pages de postry.ai affichent « 502: BAD_GATEWAY ».",
    fault="failed-deploy",
    truth=Truth(
        cause="Le dernier déploiement a échoué : la fonction plante au démarrage, un fichier manque.",
        words=(
            ("502", "Bad Gateway", "démarrage", "Cannot find module", "crash", "échoué"),
            ("déploiement", "deploy", "build", "version", "mise en production"),
        ),
        mistaken=(
            Mistaken(
                words=("panne de Vercel", "Vercel est en panne", "Vercel outage"),
                evidence="Vercel's status page says operational, and the older deployments serve",
            ),
            Mistaken(
                words=("base de données", "database", "Supabase", "ECONNREFUSED"),
                evidence="no request reaches Postry's code, and no ECONNREFUSED stands in the logs",
            ),
        ),
    ),
    accepted=("rollback", "redeploy"),
    wrong=(
        Wrong(
            way="wait-in-vain",
            reason="waited-for-a-failed-deployment",
            because="no vendor is down and nothing ends this by itself: the function will never start",
        ),
    ),
)
