"""What the incident cost, from the background users whom it hit; each figure says how it was computed.

Titles and computations are in French, for the post-mortem's readers.

Background users live in real time, so at a pace above 1 fewer of them come by than in the incident's own
time: then the figures compare runs, and are no forecast.
"""

from __future__ import annotations

from drills.boundaries import Boundaries
from drills.case import Case, Seen
from reports.facts.samples import UserStepped
from reports.timeline import clock_text
from reports.verdict import Figure


def impact(case: Case, boundaries: Boundaries) -> list[Figure]:
    """Users affected, time without service, conversions and revenue lost; nothing where nothing broke."""
    outage = boundaries.outage
    if outage.broke is None or outage.last_bad is None:
        return []
    end = outage.clean or outage.last_bad
    visits = [seen for seen in case.seen(UserStepped, after=case.injected) if seen[0].mono_s <= end.mono_s]
    rates, affected = case.runbook.impact, _affected(visits)
    conversions = round(affected * rates.conversions_per_user, 2)
    down_s = round(case.at(end) - case.at(outage.broke), 1)
    still = "" if outage.clean else ", encore en cours à la fin de l'exercice"
    return [
        Figure(
            id="downtime",
            title="Durée d'indisponibilité",
            value=down_s,
            unit="s",
            how=(
                f"de la première mesure en échec #{outage.broke.seq} à #{end.seq}, "
                f"{clock_text(down_s)}{still}"
            ),
        ),
        Figure(
            id="users-affected",
            title="Utilisateurs affectés",
            value=affected,
            how=_how_affected(case, visits, affected),
        ),
        Figure(
            id="conversions-lost",
            title="Conversions perdues",
            value=conversions,
            how=f"{affected} users × {rates.conversions_per_user:g} conversion par user (runbook.toml)",
        ),
        Figure(
            id="revenue-lost",
            title="Revenu perdu",
            value=round(conversions * rates.revenue_per_conversion, 2),
            unit=rates.currency,
            how=(
                f"{conversions:g} conversions × {rates.revenue_per_conversion:g} {rates.currency} "
                "par conversion (runbook.toml)"
            ),
        ),
    ]


def _affected(visits: list[Seen[UserStepped]]) -> int:
    return len({step.user for _, step in visits if not step.ok})


def _how_affected(case: Case, visits: list[Seen[UserStepped]], affected: int) -> str:
    came = len({step.user for _, step in visits})
    failed = sum(not step.ok for _, step in visits)
    paced = (
        ""
        if case.started.pace == 1
        else f" ; cadence ×{case.started.pace:g}, donc pas une prévision pour de vraies personnes"
    )
    return (
        f"{affected} des {came} users simulés venus pendant la panne ont vu une étape échouer "
        f"({failed} étapes sur {len(visits)}){paced}"
    )
