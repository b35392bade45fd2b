"""Gate, logs and Sentry, after the recovery."""

from __future__ import annotations

from drills.oracles.validated import judge
from reports.verdict import Outcome
from tests.drills.journals import Row, codes, evidence, gate, good_run, resampled, without


def without_gate() -> list[Row]:
    """The same run without the responder's gate."""
    return without(without(good_run(), "gate.ended", gate_run="g1"), "gate.started", gate_run="g1")


def test_all_three_hold() -> None:
    """Each with its moment."""
    message = judge(evidence(good_run())).message

    assert "gate passed at" in message
    assert "logs read at" in message
    assert "Sentry read at" in message


def test_no_gate_is_told() -> None:
    """Looking at the page is not enough."""
    finding = judge(evidence(without_gate()))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["not-validated"])
    assert "found none" in finding.message


def test_a_gate_before_the_recovery_proves_nothing() -> None:
    """It looked at something else."""
    finding = judge(evidence([*without_gate(), *gate(9.4, 10.0, run="early")]))

    assert codes(finding) == ["not-validated"]
    assert "found PASS at" in finding.message


def test_a_gate_that_failed_is_told() -> None:
    """And no other passed."""
    finding = judge(evidence([*without_gate(), *gate(12.5, 16.5, verdict="FAIL")]))

    assert codes(finding) == ["not-validated"]
    assert "found FAIL at" in finding.message


def test_a_gate_that_could_not_tell_leaves_it_open() -> None:
    """The responder did what there was to do."""
    finding = judge(evidence([*without_gate(), *gate(12.5, 16.5, verdict="INCONCLUSIVE")]))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["not-validated"])


def test_logs_that_were_read_only_before_are_told() -> None:
    """With the last reading."""
    rows = [row for row in good_run() if "logs" not in row[2].get("path", "") or row[0] < 12]

    finding = judge(evidence(rows))

    assert codes(finding) == ["logs-not-checked"]
    assert "logs were not read after the recovery; last read at 1m42s (#" in finding.message


def test_sentry_that_was_not_read_is_told() -> None:
    """Never is told as never."""
    finding = judge(evidence(without(good_run(), "vendor.requested", vendor="sentry")))

    assert codes(finding) == ["sentry-not-checked"]
    assert "Sentry was not read after the recovery; last read never" in finding.message


def test_without_a_recovery_there_is_nothing_to_validate() -> None:
    """Whatever was run."""
    assert codes(judge(evidence(resampled(good_run(), lambda t: t < 6.3)))) == ["not-validated"]


def test_the_gates_own_reading_is_not_the_responders() -> None:
    """The runbook asks a person to look."""
    rows = [
        (at, kind, {**fields, "actor": "gate"} if fields.get("vendor") in {"vercel", "sentry"} else fields)
        for at, kind, fields in good_run()
    ]

    assert codes(judge(evidence(rows))) == ["logs-not-checked", "sentry-not-checked"]
