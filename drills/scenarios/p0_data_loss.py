"""A clean-up job of the new deployment deletes users' posts, a few every minute.

P0 by the runbook's own classification, though no request fails: a user writes to the support. First stop it
(a rollback takes the job with it, and in maintenance it does nothing), then restore, without losing what has
been written since.
"""

from __future__ import annotations

from drills.scenario import Alert, Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p0-data-loss",
    title="Des posts d'utilisateurs disparaissent",
    severity="P0",
    story="Des posts disparaissent des tableaux de bord, sans message d'erreur.",
    fault="cleanup-job",
    alert=Alert(sources=("support",)),
    truth=Truth(
        cause="Une tâche planifiée du dernier déploiement supprime des posts d'utilisateurs.",
        words=(
            ("cron", "tâche planifiée", "job", "nettoyage", "clean-up", "cleanup"),
            ("supprim", "delet", "efface", "perte", "loss"),
        ),
        mistaken=(
            Mistaken(
                words=("panne", "outage", "ECONNREFUSED"),
                evidence="no request fails, and every vendor's status page says operational",
            ),
            Mistaken(
                words=("égaliseur", "equalizer", "corrompu", "corrupt"),
                evidence="the posts are not broken but gone, more of them every minute",
            ),
        ),
    ),
    accepted=("restore", "restore-in-maintenance"),
    wrong=(
        Wrong(
            way="restore-while-deleting",
            reason="restored-while-deleting",
            because="the job goes on, and deletes what has just been restored",
        ),
    ),
    fastest_pace=60,
    # What is gone comes back with a restore of the whole database, which takes its time after the stop.
    budgets={"mitigate": 1200},
)
