"""Rows without an equalizer: their authors can save no post, while all others can.

The runbook's section 2, scenario 2, with the symptom of its two siblings; the pattern is in who is hit. Its
own statement for the clean-up takes every pending post of more than a day with it, and most of those are in
good order.
"""

from __future__ import annotations

from drills.scenario import Mistaken, Scenario, Truth, Wrong
from fixtures.faults.corrupted_posts import RATE_PER_S

SCENARIO = Scenario(
    id="p1-persist-corruption",
    title="Des posts ne sont pas enregistrés : des lignes sont corrompues",
    severity="P1",
    story="Certains utilisateurs ne peuvent plus enregistrer aucun post ; les autres ne remarquent rien.",
    fault="corrupted-posts",
    persists_per_s=RATE_PER_S,
    truth=Truth(
        cause="Des posts sans equalizer_settings bloquent les enregistrements de leurs auteurs.",
        words=(
            ("equalizer", "corrompu", "corrupt", "égaliseur"),
            ("posts", "données", "data", "lignes", "rows"),
        ),
        mistaken=(
            Mistaken(
                words=("pool",),
                evidence="nobody waited in vain for a connection, and always the same authors are hit",
            ),
            Mistaken(
                words=("lent", "slow", "timeout", "time-out"),
                evidence="PostgreSQL cancelled no statement; it refused them at once, by a constraint",
            ),
            Mistaken(
                words=("déploiement", "deploy"),
                evidence="the live deployment is a day older than the first error",
            ),
        ),
    ),
    accepted=("repair-rows", "delete-corrupted-rows"),
    wrong=(
        Wrong(
            way="broad-delete",
            reason="deleted-sound-posts",
            because="most pending posts of more than a day are in good order, and their authors want them",
            lasting=True,
        ),
    ),
    fastest_pace=60,
)
