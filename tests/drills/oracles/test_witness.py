"""The witness is believed only where it saw."""

from __future__ import annotations

from drills.oracles.witness import judge
from reports.verdict import Outcome
from tests.drills.journals import Row, codes, evidence, good_run, without


def late(rows: list[Row], share: float) -> list[Row]:
    """The same run with this share of the quiz's samples late."""
    told, seen = [], 0
    for at, kind, fields in sorted(rows, key=lambda row: row[0]):
        if fields.get("probe") == "quiz" and at > 6.3:
            seen += 1
            if seen * share % 1 < share:
                told.append((at, kind, {**fields, "usable": False}))
                continue
        told.append((at, kind, fields))
    return told


def test_a_witness_that_saw_everything_is_believed() -> None:
    """And says how much that was."""
    finding = judge(evidence(good_run()))

    assert finding.outcome is Outcome.PASS
    assert "samples, 0 of them late" in finding.message


def test_some_late_samples_are_left_out() -> None:
    """That happens to every machine."""
    assert judge(evidence(late(good_run(), 0.1))).outcome is Outcome.PASS


def test_too_many_late_samples_are_no_witness() -> None:
    """Who was late himself cannot say when anything was."""
    finding = judge(evidence(late(good_run(), 0.5)))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["witness-late"])
    assert "probe quiz were late themselves (50%, at most 20% is usable)" in finding.message


def test_a_long_gap_is_blindness() -> None:
    """However good the rest."""
    rows = [row for row in good_run() if row[1] != "probe.sampled" or not 13 < row[0] < 17]

    finding = judge(evidence(rows))

    assert set(codes(finding)) == {"witness-blind"}
    assert "saw nothing for 4." in finding.message


def test_a_witness_that_died_is_blind_from_then_on() -> None:
    """Silence at the end is not good news."""
    rows = [row for row in good_run() if row[1] != "probe.sampled" or row[0] < 9]

    assert set(codes(judge(evidence(rows)))) == {"witness-blind"}


def test_a_probe_that_was_silent_is_told() -> None:
    """By name."""
    rows = without(good_run(), "probe.sampled", probe="login")

    assert "probe login gave no usable sample" in judge(evidence(rows)).message


def test_no_sample_at_all_is_nothing_observed() -> None:
    """And nothing observed is never a pass."""
    finding = judge(evidence(without(good_run(), "probe.sampled")))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["nothing-observed"])
