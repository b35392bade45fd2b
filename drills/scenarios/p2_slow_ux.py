"""A dashboard that takes two seconds instead of a tenth: above normal, below the runbook's 5 s (section 3).

The runbook wants no haste: a ticket that somebody can work from, in the next sprint.
"""

from __future__ import annotations

from drills.scenario import Alert, Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p2-slow-ux",
    title="Le tableau de bord est un peu lent",
    severity="P2",
    story="Le tableau de bord met deux secondes à s'afficher ; il finit toujours par arriver.",
    fault="slow-statistics",
    alert=Alert(sources=("support",)),
    ends="planned",
    visible=False,
    truth=Truth(
        cause="La dernière version fait attendre le tableau de bord.",
        words=(
            ("lent", "slow", "latence", "latency"),
            ("tableau de bord", "dashboard"),
        ),
        mistaken=(
            Mistaken(
                words=("base de données", "database", "Supabase"),
                evidence="the other pages answer at once, and Supabase's status page says operational",
            ),
        ),
    ),
    accepted=("ticket",),
    wrong=(
        Wrong(
            way="page-people",
            reason="paged-for-a-minor",
            because="nobody is turned away; a ticket in the next sprint is what the runbook asks for",
        ),
        Wrong(
            way="hotfix",
            reason="hotfix-for-a-minor",
            because="an unplanned deployment is a risk, and nobody waits longer than the runbook's 5 s",
        ),
        Wrong(
            way="rollback",
            reason="rollback-for-a-minor",
            because="users lose all that the last deployment had brought, for two seconds",
        ),
    ),
    fastest_pace=60,
)
