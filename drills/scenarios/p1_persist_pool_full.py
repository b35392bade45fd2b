"""The connection pool is full: some of the posts cannot be saved, while the database itself is well.

The runbook's section 2, scenario 2. The database is farther away than it was, so each request keeps its
connection longer, and the pool of 15 no longer serves all who come. A new build waits in the same queue; a
longer time-out only makes the queue longer before as many fail.
"""

from __future__ import annotations

from drills.scenario import Alert, Mistaken, Scenario, Truth, Wrong
from fixtures.faults.pool_full import RATE_PER_S

SCENARIO = Scenario(
    id="p1-persist-pool-full",
    title="Des posts ne sont pas enregistrés : le pool de connexions est plein",
    severity="P1",
    story="Enregistrer un post est lent, et échoue une fois sur six.",
    fault="pool-full",
    # The queue must have grown as long as Postry waits before the first fails.
    alert=Alert(within_s=1500),
    persists_per_s=RATE_PER_S,
    truth=Truth(
        cause="Le pool de 15 connexions est plein.",
        words=(
            ("pool", "connexion", "connection"),
            ("plein", "full", "satur", "épuis", "exhaust"),
        ),
        mistaken=(
            Mistaken(
                words=("lente", "slow", "statement timeout"),
                evidence="PostgreSQL's log tells of no cancelled statement, the pool's of clients waiting",
            ),
            Mistaken(
                words=("corrompu", "corrupt", "equalizer"),
                evidence="the failures hit everybody alike, and no post lacks its equalizer",
            ),
            Mistaken(
                words=("déploiement", "deploy"),
                evidence="the live deployment is a day older than the first error",
            ),
        ),
    ),
    accepted=("resize-pool",),
    wrong=(
        Wrong(
            way="redeploy",
            reason="redeployed-before-a-full-pool",
            because="a new build waits in the same queue for the same 15 connections",
        ),
        Wrong(
            way="raise-time-out",
            reason="raised-the-time-out-of-a-full-pool",
            because="the queue becomes longer, users wait longer, and then as many of them fail",
        ),
    ),
    fastest_pace=60,
)
