"""A typing mistake on the landing page: a user writes about it, and everything works (section 3).

The runbook wants no haste: a ticket that somebody can work from, in the next sprint. Waking people, a hotfix
or a rollback each cost more than two letters in the wrong order.
"""

from __future__ import annotations

from drills.scenario import Alert, Mistaken, Scenario, Truth, Wrong

SCENARIO = Scenario(
    id="p2-ui-typo",
    title="Une faute de frappe sur la page d'accueil",
    severity="P2",
    story="Une ligne de la page d'accueil est mal orthographiée ; tout fonctionne.",
    fault="ui-typo",
    alert=Alert(sources=("support",)),
    ends="planned",
    visible=False,
    truth=Truth(
        cause="Une faute de frappe dans un texte de la page d'accueil.",
        words=(
            ("faute", "coquille", "typo", "orthograph", "mal écrit"),
            ("accueil", "landing", "page d'accueil", "page /"),
        ),
        mistaken=(
            Mistaken(
                words=("panne", "outage", "indisponible"),
                evidence="no request failed, and every page answers",
            ),
        ),
    ),
    accepted=("ticket",),
    wrong=(
        Wrong(
            way="page-people",
            reason="paged-for-a-minor",
            because="nobody has to be woken for two letters; a ticket in the next sprint is enough",
        ),
        Wrong(
            way="hotfix",
            reason="hotfix-for-a-minor",
            because="an unplanned deployment is a greater risk than the mistake that it mends",
        ),
        Wrong(
            way="rollback",
            reason="rollback-for-a-minor",
            because="users lose all that the last deployment had brought, for two letters",
        ),
    ),
    fastest_pace=60,
)
