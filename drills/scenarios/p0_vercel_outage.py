"""Vercel's edge fails for everybody: there is nothing of Postry's to mend.

The runbook's 1.1: not our fault, wait, inform the users. No deployment is any better behind a broken edge.
"""

from __future__ import annotations

from drills.scenario import Mistaken, Scenario, Truth, Wrong
from fixtures.faults.vercel_outage import LASTS_S

SCENARIO = Scenario(
    id="p0-vercel-outage",
    title="Vercel est en panne",
    severity="P0",
    story="Toutes les pages de postry.ai affichent « 500: INTERNAL_SERVER_ERROR », sur fond blanc.",
    fault="vercel-outage",
    ends_after_s=LASTS_S,
    truth=Truth(
        cause="Panne de Vercel : le réseau Edge répond 500 à tout le monde.",
        words=(("Vercel", "Edge Network"), ("panne", "incident", "outage", "fournisseur", "indisponible")),
        mistaken=(
            Mistaken(
                words=("déploiement", "deploy", "commit", "bug"),
                evidence="the live deployment is a day older than the first error, and its logs hold none",
            ),
            Mistaken(
                words=("base de données", "database", "Supabase"),
                evidence="the landing page fails too, and Supabase's status page says operational",
            ),
        ),
    ),
    accepted=("wait",),
    wrong=(
        Wrong(
            way="rollback",
            reason="rolled-back-vercels-outage",
            because="no deployment is reached through a broken edge, and later ones no longer go live",
        ),
        Wrong(
            way="redeploy",
            reason="redeployed-vercels-outage",
            because="a new build is not reached through a broken edge either, and costs its time",
        ),
    ),
    fastest_pace=60,
    # The vendor takes what it takes.
    budgets={"mitigate": 1800},
)
