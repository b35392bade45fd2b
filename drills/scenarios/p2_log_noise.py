"""A build that logs a dozen warnings for each request: nothing that users notice (section 3).

The runbook wants no haste: a ticket that somebody can work from, in the next sprint, and meanwhile a filter.
"""

from __future__ import annotations

from drills.scenario import Alert, Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p2-log-noise",
    title="Des logs excessifs",
    severity="P2",
    story="Les utilisateurs ne remarquent rien ; l'équipe ne retrouve plus rien dans les logs.",
    fault="log-noise",
    alert=Alert(sources=("support",)),
    ends="planned",
    visible=False,
    truth=Truth(
        cause="La dernière version écrit une douzaine d'avertissements par requête.",
        words=(
            ("logs excessif", "trop de log", "bruit", "noise", "verbeu", "avertissement", "warning"),
            ("requête", "request", "ligne", "line"),
        ),
        mistaken=(
            Mistaken(
                words=("panne", "outage", "indisponible"),
                evidence="no request failed: all of these lines are warnings",
            ),
        ),
    ),
    accepted=("ticket",),
    wrong=(
        Wrong(
            way="page-people",
            reason="paged-for-a-minor",
            because="no user is harmed; a ticket in the next sprint is what the runbook asks for",
        ),
        Wrong(
            way="hotfix",
            reason="hotfix-for-a-minor",
            because="an unplanned deployment is a risk, and a filter on the level does until the next sprint",
        ),
        Wrong(
            way="rollback",
            reason="rollback-for-a-minor",
            because="users lose all that the last deployment had brought, for lines that only the team reads",
        ),
    ),
    fastest_pace=60,
)
