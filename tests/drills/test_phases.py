"""Phases: what bounds each, what it took, and when nobody can tell."""

from __future__ import annotations

import pytest

from reports.verdict import Outcome, Phase
from tests.drills.journals import (
    BACK,
    INTERVAL_S,
    Row,
    asked,
    changed,
    evidence,
    gate,
    good_run,
    moved,
    resampled,
    said,
    ticket,
    without,
)


def phase(rows: list[Row], phase_id: str) -> Phase:
    """One phase of a run."""
    return next(each for each in evidence(rows).phases if each.id == phase_id)


@pytest.mark.parametrize(
    ("phase_id", "observed_s", "declared_s"),
    [
        ("detect", 0.7 * 60, 0.8 * 60),
        ("triage", 2.0 * 60, 2.05 * 60),
        ("mitigate", 2.875 * 60, 3.05 * 60),
        ("validate", (17.2 - 11.875 - 4.0) * 60 + 4, 1.2 * 60 + 4),
        ("resolve", (17.6 - 7.0 - 4.0) * 60 + 4, (17.7 - 7.0 - 4.0) * 60 + 4),
        ("post-mortem", 0.4 * 60, 0.35 * 60),
    ],
)
def test_what_was_seen_beside_what_was_said(phase_id: str, observed_s: float, declared_s: float) -> None:
    """Each from its own events; the gate's four seconds are charged as four seconds."""
    seen = phase(good_run(), phase_id)

    assert seen.observed_s == pytest.approx(observed_s, abs=0.1)
    assert seen.declared_s == pytest.approx(declared_s, abs=0.1)
    assert seen.outcome is Outcome.PASS


def test_a_phase_over_its_budget_fails() -> None:
    """Triage six minutes after the alert."""
    seen = phase(moved(good_run(), "ticket.changed", 13.2, change="created"), "triage")

    assert seen.observed_s == pytest.approx(6.2 * 60 - 0.7 * 59, abs=0.1)
    assert seen.outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("at", "outcome"),
    [
        (11.4, Outcome.PASS),
        (11.6, Outcome.INCONCLUSIVE),
        (12.4, Outcome.INCONCLUSIVE),
        (12.49, Outcome.INCONCLUSIVE),
    ],
)
def test_nearer_to_the_budget_than_the_resolution_nobody_can_tell(at: float, outcome: Outcome) -> None:
    """Half a real second is half a drill minute at this pace."""
    rows = moved(good_run(), "ticket.changed", at, change="created")

    assert phase(rows, "triage").outcome is outcome


def test_a_recovery_that_was_not_watched_closely_is_less_exact() -> None:
    """Late probes widen what cannot be told."""
    rows = resampled(good_run(), lambda t: not 6.3 <= t < 19.5, until=24.0)
    blind = [
        (at, kind, {**fields, "usable": False} if kind == "probe.sampled" and 16 < at < 19.5 else fields)
        for at, kind, fields in rows
        if kind not in {"gate.started", "gate.ended", "fault.healed"}
    ]

    seen = phase(blind, "mitigate")

    assert seen.observed_s == pytest.approx(10.5 * 60)
    assert seen.outcome is Outcome.INCONCLUSIVE


def test_mitigation_begins_with_the_first_change_when_that_came_before_triage() -> None:
    """Who acts first and writes later is measured from the act."""
    rows = moved(good_run(), "ticket.changed", 12.1, change="created")

    seen = phase(rows, "mitigate")

    assert seen.started_s == pytest.approx((9.3 - 6.3) * 60)
    assert seen.observed_s == pytest.approx((11.875 - 9.3) * 60)


def test_reading_is_no_change() -> None:
    """Nor is a login, nor a query by POST."""
    rows = [
        *moved(good_run(), "ticket.changed", 12.1, change="created"),
        asked(7.5, "vercel", "POST", "/v1/observability/events"),
        asked(7.6, "supabase", "POST", "/auth/v1/token"),
        asked(7.7, "vercel", "POST", "/v9/projects/p/rollback/d1", status=403),
        asked(7.8, "linear", "POST", "/graphql"),
    ]

    assert phase(rows, "mitigate").started_s == pytest.approx((9.3 - 6.3) * 60)


def test_triage_needs_severity_and_cause_in_linear() -> None:
    """It is done when both stand there, however many changes that takes."""
    rows = [
        *without(good_run(), "ticket.changed", change="created"),
        ticket(8.2, labels=[], priority=0, title="panne", description="on cherche"),
        ticket(8.6, change="updated", title="panne", description="on cherche"),
        ticket(9.4, change="updated", title="panne"),
    ]

    assert phase(rows, "triage").ended_s == pytest.approx((9.4 - 6.3) * 60)


def test_what_was_not_observed_was_not_measured() -> None:
    """And is no pass."""
    seen = phase(without(good_run(), "ticket.changed"), "triage")

    assert (seen.observed_s, seen.outcome) == (None, Outcome.NOT_RUN)
    assert "not observed" in seen.note
    assert seen.declared_s is not None


def test_the_last_declaration_counts() -> None:
    """Who says mitigated twice was wrong the first time."""
    rows = [*good_run(), said(10.0, "mitigated")]

    assert phase(rows, "mitigate").declared_s == pytest.approx(3.05 * 60, abs=0.1)


def test_validation_needs_gate_logs_and_sentry() -> None:
    """The last of the three ends it."""
    assert phase(without(good_run(), "vendor.requested", vendor="sentry"), "validate").observed_s is None


def test_what_was_read_between_last_bad_and_first_good_sample_counts() -> None:
    """The outage had ended somewhere between; the responder may have known before the probes."""
    rows = without(good_run(), "vendor.requested", vendor="sentry")
    rows = [*rows, asked(BACK + 0.01, "sentry", "GET", "/api/0/organizations/postry/issues/")]

    assert phase(rows, "validate").observed_s is not None


def test_a_gate_that_failed_validates_nothing() -> None:
    """Only one that passes does."""
    rows = without(without(good_run(), "gate.ended", gate_run="g1"), "gate.started", gate_run="g1")

    assert phase([*rows, *gate(12.5, 16.5, verdict="FAIL")], "validate").observed_s is None


def test_a_scenario_may_have_its_own_budget() -> None:
    """Instead of its severity's."""
    rows = good_run()
    scenario = {**rows[1][2]["scenario"], "budgets": {"triage": 30.0}}

    seen = phase(changed(rows, "scenario.stated", scenario=scenario), "triage")

    assert (seen.budget_s, seen.outcome) == (30.0, Outcome.FAIL)


def test_the_resolution_is_the_probe_interval_in_drill_time() -> None:
    """Also where the journal does not say it."""
    assert (
        evidence(changed(good_run(), "run.started", resolution_s=None)).case.resolution_s == INTERVAL_S * 60
    )
