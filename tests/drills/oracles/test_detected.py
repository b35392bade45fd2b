"""Nobody can respond to what nobody noticed."""

from __future__ import annotations

from drills.oracles.detected import judge
from reports.verdict import Outcome
from tests.drills.journals import changed, codes, evidence, good_run, moved, without


def test_an_alert_holds() -> None:
    """With how long it took."""
    assert judge(evidence(good_run())).message.startswith("sentry alerted 42s after the fault (#")


def test_no_alert_is_inconclusive() -> None:
    """The responder was never told."""
    finding = judge(evidence(without(good_run(), "alert.fired")))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["not-detected"])


def test_an_alert_before_the_fault_is_about_something_else() -> None:
    """It does not count."""
    assert codes(judge(evidence(moved(good_run(), "alert.fired", 5.0)))) == ["not-detected"]


def test_an_alert_from_elsewhere_is_told() -> None:
    """What came, and what was expected."""
    finding = judge(evidence(changed(good_run(), "alert.fired", source="support")))

    assert codes(finding) == ["unexpected-alert"]
    assert "came from support (#" in finding.message
    assert "expected sentry or uptime" in finding.message


def test_a_late_alert_is_told() -> None:
    """Against the scenario's own expectation."""
    rows = good_run()
    scenario = {**rows[1][2]["scenario"], "alert": {"within_s": 30}}

    assert codes(judge(evidence(changed(rows, "scenario.stated", scenario=scenario)))) == ["detected-late"]
