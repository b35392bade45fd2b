"""Every journey, until the end."""

from __future__ import annotations

from drills.oracles.recovered import judge
from reports.verdict import Outcome
from tests.drills.journals import codes, evidence, good_run, resampled


def test_a_clean_window_until_the_end_holds() -> None:
    """From when to when it was broken."""
    message = judge(evidence(good_run())).message

    assert message.startswith("broken at 4.5s (#")
    assert "good again at 5m35s (#" in message


def test_what_is_still_broken_is_told() -> None:
    """Each probe with what it got."""
    finding = judge(evidence(resampled(good_run(), lambda t: t < 6.3)))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["not-recovered"])
    assert "landing (GET /landing: 500, expected 200, #" in finding.message


def test_a_window_that_is_too_short_is_inconclusive() -> None:
    """Good at the very end, but not for long enough to be sure."""
    finding = judge(evidence(resampled(good_run(), lambda t: not 6.3 <= t < 17.5)))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["clean-window-too-short"])


def test_a_relapse_is_told() -> None:
    """It was back, and broke again, and came back."""
    finding = judge(evidence(resampled(good_run(), lambda t: not 6.3 <= t < 11.8 and not 14 <= t < 15)))

    assert finding.outcome is Outcome.PASS
    assert "it had broken again" in finding.message


def test_a_relapse_until_the_end_is_no_recovery() -> None:
    """It worked for a while."""
    finding = judge(evidence(resampled(good_run(), lambda t: not 6.3 <= t < 11.8 and t < 14)))

    assert codes(finding) == ["not-recovered"]


def test_what_never_broke_cannot_recover() -> None:
    """The fault was no fault, or the probes are blind to it."""
    finding = judge(evidence(resampled(good_run(), lambda _: True)))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["never-broken"])


def test_what_the_harness_healed_is_nobodys_recovery() -> None:
    """The probes after the healing see another world."""
    rows = resampled(good_run(), lambda t: not 6.3 <= t < 18.4, until=22.0)

    assert codes(judge(evidence(rows))) == ["not-recovered"]
