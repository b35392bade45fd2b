"""Nothing is judged that was ill before."""

from __future__ import annotations

from drills.oracles.started_healthy import judge
from reports.verdict import Outcome
from tests.drills.journals import changed, codes, evidence, good_run, resampled, sample, without


def test_a_gate_that_passed_and_good_probes_hold() -> None:
    """Both, before the fault."""
    assert judge(evidence(good_run())).outcome is Outcome.PASS


def test_a_gate_that_failed_is_told() -> None:
    """With its reasons."""
    finding = judge(evidence(changed(good_run(), "gate.ended", verdict="FAIL", reasons=["landing"])))

    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "the gate said FAIL (landing), expected PASS (#" in finding.message


def test_without_a_gate_health_is_unknown() -> None:
    """The responder's own does not count for it."""
    rows = without(good_run(), "gate.ended", actor="harness")

    assert codes(judge(evidence(rows))) == ["health-unknown"]


def test_a_probe_that_was_bad_before_the_fault_is_told() -> None:
    """The gate had passed a moment earlier."""
    finding = judge(evidence([*good_run(), sample(6.08, "quiz", ok=False)]))

    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "probe quiz failed before the fault: GET /quiz: 500" in finding.message


def test_a_sample_that_saw_the_fault_coming_is_not_from_before() -> None:
    """It began before the fault was armed and ended after it."""
    assert judge(evidence([*good_run(), sample(6.095, "quiz", ok=False)])).outcome is Outcome.PASS


def test_a_probe_without_a_sample_before_the_fault_is_told() -> None:
    """Nobody knows whether it worked."""
    rows = [row for row in good_run() if row[2].get("probe") != "login" or row[0] > 6.3]

    assert codes(judge(evidence(rows))) == ["health-unknown"]


def test_a_run_without_a_fault_is_told() -> None:
    """Healthy, but there was no incident."""
    rows = without(resampled(good_run(), lambda _: True), "fault.injected")

    assert codes(judge(evidence(rows))) == ["no-fault-injected"]
