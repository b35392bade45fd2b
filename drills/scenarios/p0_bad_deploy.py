"""A deployment with a bug: every page fails with a TypeError until the last good one is back.

The runbook's plainest case (1.2: TypeError means a bug in the code; étape 2A: roll back). Building the same
commit again brings the same bug; maintenance mode stops the errors, and the users with them.
"""

from __future__ import annotations

from datetime import time

from drills.scenario import Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p0-bad-deploy",
    title="Un déploiement casse toutes les pages",
    severity="P0",
    story="Toutes les pages de postry.ai affichent « Une erreur est survenue ».",
    # The same hour as p0-escalation's, whose alert is the same: in a surprise the clock tells neither.
    local_time=time(2, 40),
    fault="bad-deploy",
    truth=Truth(
        cause="Le dernier déploiement contient un bug : TypeError sur toutes les pages.",
        words=(
            ("TypeError", "Cannot read propert", "bug", "undefined"),
            ("déploiement", "deploy", "version", "release", "commit", "mise en production"),
        ),
        mistaken=(
            Mistaken(
                words=("base de données", "database", "Supabase", "ECONNREFUSED"),
                evidence="no ECONNREFUSED stands in the logs, and Supabase's status page says operational",
            ),
            Mistaken(
                words=("Gemini", "Google", "ETIMEDOUT"),
                evidence="the landing page fails too, and Google's status page names no incident",
            ),
        ),
    ),
    accepted=("rollback", "promote", "alias"),
    wrong=(
        Wrong(
            way="redeploy",
            reason="redeployed-the-same-commit",
            because="the bug is in the commit, so building it again brings it back",
        ),
        Wrong(
            way="maintenance",
            reason="maintenance-is-no-recovery",
            because="maintenance stops the errors, but nobody can use the service",
        ),
    ),
)
