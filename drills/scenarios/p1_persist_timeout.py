"""The database is slow: some of the posts take longer to be stored than Postry waits for.

The runbook's section 2, scenario 2, with the symptom of its two siblings. PostgreSQL's own log tells: it
cancels statements at Postry's limit of five seconds. A larger pool lets no statement end sooner.
"""

from __future__ import annotations

from drills.scenario import Mistaken, Scenario, Truth, Wrong
from fixtures.faults.slow_statements import RATE_PER_S

SCENARIO = Scenario(
    id="p1-persist-timeout",
    title="Des posts ne sont pas enregistrés : la base de données est trop lente",
    severity="P1",
    story="Enregistrer un post échoue une fois sur neuf, après une longue attente.",
    fault="slow-statements",
    persists_per_s=RATE_PER_S,
    truth=Truth(
        cause="Des requêtes SQL durent plus longtemps que le time-out de 5 s.",
        words=(
            ("time-out", "timeout", "délai"),
            ("lent", "slow", "SQL", "statement", "base de données", "database", "PostgreSQL"),
        ),
        mistaken=(
            Mistaken(
                words=("pool",),
                evidence="nobody waited in vain for a connection, by the pool's own log",
            ),
            Mistaken(
                words=("corrompu", "corrupt", "equalizer"),
                evidence="the failures hit everybody alike, and no post lacks its equalizer",
            ),
            Mistaken(
                words=("Gemini", "Google"),
                evidence="what fails is saving a post, and Google's status page names no incident",
            ),
        ),
    ),
    accepted=("raise-time-out",),
    wrong=(
        Wrong(
            way="resize-pool",
            reason="resized-the-pool-of-a-slow-database",
            because="the pool was never full, and no statement ends sooner for another connection",
        ),
    ),
    # Above it, too few posts fail in the five minutes of Sentry's rule.
    fastest_pace=40,
)
