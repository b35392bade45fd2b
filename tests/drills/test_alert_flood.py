"""A flood of alerts: when it is one, when it has ended, and by what."""

from __future__ import annotations

from drills.alert_flood import per_minute
from drills.oracles import mitigated, nothing_weakened, recovered
from reports.verdict import Outcome
from tests.drills.journals import Row, changed, codes, evidence, good_run, resampled, without

BEGUN, ENDED = 7.0, 11.0


def flooded(*rows: Row, until: float = ENDED, per_s: int = 150) -> list[Row]:
    """A run with so many alerts in each real second, which is a minute of it, and these rows more."""
    run = without(resampled(good_run(), lambda _: True), "production.changed", cause="rollback")
    stated = {**run[1][2]["scenario"], "severity": "P1", "id": "p1-test", "outage": "alerts"}
    stated |= {"accepted": ["raise-rule"], "wrong": []}
    alert = {"rule": "r", "source": "sentry", "title": "t", "message_id": "m1"}
    count = int((until - BEGUN) * per_s)
    alerts: list[Row] = [(BEGUN + number / per_s, "alert.fired", alert) for number in range(count)]
    return changed([*run, *alerts, *rows], "scenario.stated", scenario=stated)


def rule(at: float, change: str, *watching: str, actor: str = "responder") -> Row:
    """An alert rule was changed."""
    return (
        at,
        "rule.changed",
        {"actor": actor, "change": change, "rule": "tout", "watching": list(watching)},
    )


def test_so_many_in_the_minute_before() -> None:
    """Each counts itself."""
    assert per_minute([0.0, 30.0, 59.0, 60.0, 200.0]) == [1, 2, 3, 3, 1]


def test_a_flood_ends_with_its_last_alert() -> None:
    """And a quiet minute after it."""
    finding = recovered.judge(evidence(flooded(rule(ENDED, "changed", "tout"))))

    assert finding.outcome is Outcome.PASS
    assert "more than 100 alerts a minute at" in finding.message
    assert mitigated.judge(evidence(flooded(rule(ENDED, "changed", "tout")))).outcome is Outcome.PASS


def test_a_flood_until_the_end_has_not_ended() -> None:
    """Nobody did anything."""
    assert codes(recovered.judge(evidence(flooded(until=18.2)))) == ["not-recovered"]


def test_a_minute_that_was_not_seen_to_its_end_is_inconclusive() -> None:
    """It was quiet, but not for long enough to be sure."""
    finding = recovered.judge(evidence(flooded(until=17.6)))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["clean-window-too-short"])


def test_what_can_be_read_is_no_flood() -> None:
    """Fifty a minute are many."""
    assert codes(recovered.judge(evidence(flooded(per_s=50)))) == ["never-broken"]


def test_a_rule_that_was_raised_is_told_from_silence() -> None:
    """By whether any rule still speaks of errors, and who did it."""
    for row, way in (
        (rule(ENDED, "changed", "tout", "autre"), ["raise-rule"]),
        (rule(ENDED, "removed", "autre"), []),
        (rule(ENDED, "removed"), ["mute-everything"]),
        (rule(ENDED, "changed"), ["mute-everything"]),
        (rule(ENDED, "changed", "tout", actor="harness"), []),
    ):
        assert [taken.way for taken in evidence(flooded(row)).ways] == way


def test_silence_is_weaker_than_before() -> None:
    """Whatever else was right."""
    assert codes(nothing_weakened.judge(evidence(flooded(rule(ENDED, "removed"))))) == ["alerts-muted"]
    kept = flooded(rule(ENDED, "changed", "tout"))
    assert nothing_weakened.judge(evidence(kept)).outcome is Outcome.PASS
