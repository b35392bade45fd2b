"""What it cost, and how that was computed."""

from __future__ import annotations

import pytest

from drills.impact import impact
from reports.verdict import Figure
from tests.drills.journals import Row, changed, evidence, good_run, resampled


def figures(rows: list[Row]) -> dict[str, Figure]:
    """All figures of a run, by their ids."""
    seen = evidence(rows)
    return {figure.id: figure for figure in impact(seen.case, seen.boundaries)}


def test_users_are_those_whom_a_step_failed() -> None:
    """Each once; who came by after the recovery does not count."""
    rows = good_run()
    again = (8.8, "user.stepped", {"user": "u1", "step": "landing", "ok": False})

    affected = figures([*rows, again])["users-affected"]

    assert affected.value == 2
    assert affected.how.startswith(
        "2 des 2 users simulés venus pendant la panne ont vu une étape échouer (3 étapes sur 3)"
    )


def test_conversions_and_revenue_come_from_the_configured_rates() -> None:
    """The runbook's own: five in a hundred users, ten dollars each."""
    seen = figures(good_run())

    assert (seen["conversions-lost"].value, seen["revenue-lost"].value) == (0.1, 1.0)
    assert seen["conversions-lost"].how == "2 users × 0.05 conversion par user (runbook.toml)"
    assert seen["revenue-lost"].unit == "$"


def test_downtime_is_from_the_first_bad_to_the_first_good_sample() -> None:
    """In drill seconds."""
    assert figures(good_run())["downtime"].value == pytest.approx((11.875 - 6.375) * 60)


def test_an_outage_that_goes_on_is_told() -> None:
    """The figure is then a least one."""
    assert "encore en cours" in figures(resampled(good_run(), lambda t: t < 6.3))["downtime"].how


def test_figures_about_people_are_no_forecast_when_paced() -> None:
    """Background users live in real time."""
    assert "pas une prévision" in figures(good_run())["users-affected"].how
    assert (
        "pas une prévision" not in figures(changed(good_run(), "run.started", pace=1.0))["users-affected"].how
    )


def test_nothing_broken_costs_nothing() -> None:
    """And shows no figures."""
    assert figures(resampled(good_run(), lambda _: True)) == {}
