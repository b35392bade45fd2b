"""What ended the outage, and whether that was right."""

from __future__ import annotations

from typing import Any

import pytest

from drills.oracles.mitigated import judge
from reports.verdict import Outcome
from tests.drills.journals import (
    BACK,
    Row,
    asked,
    changed,
    codes,
    evidence,
    good_run,
    moved,
    production,
    resampled,
    without,
)


def unmitigated(*rows: Row) -> list[Row]:
    """The same run without its rollback and without a recovery, but with these."""
    run = without(resampled(good_run(), lambda t: t < 6.3), "production.changed", cause="rollback")
    return [*run, *rows]


def with_scenario(rows: list[Row], **fields: Any) -> list[Row]:
    """The same run of another scenario."""
    return changed(rows, "scenario.stated", scenario={**rows[1][2]["scenario"], **fields})


def test_an_accepted_way_holds() -> None:
    """It says which and when."""
    assert judge(evidence(good_run())).message.startswith("rollback at 5m30s (#")


def test_a_detour_is_told_with_its_cost() -> None:
    """Wrong first, right then: late at most."""
    run = moved(good_run(), "vendor.requested", 10.8, method="POST")
    again = asked(9.3, "vercel", "POST", "/v13/deployments")
    finding = judge(evidence([*run, again, production(9.8, "d3", "bad", "redeploy")]))

    assert finding.outcome is Outcome.PASS
    assert "(after redeploy at 3m30s (#" in finding.message
    assert "which cost 1m30s)" in finding.message


def test_each_wrong_way_has_its_own_reason() -> None:
    """With why it is wrong and what is right."""
    finding = judge(evidence(unmitigated(production(10, "d3", "bad", "redeploy"))))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["same-bug-again"])
    assert "the bug is in the commit; right is rollback or promote" in finding.message


def test_wrong_ways_in_turn_are_all_told() -> None:
    """Each once."""
    finding = judge(
        evidence(
            unmitigated(
                production(9, "d3", "bad", "redeploy"),
                production(10, "d4", "bad", "redeploy"),
                production(11, "d5", "bad", "redeploy", maintenance=True),
            )
        )
    )

    assert codes(finding) == ["same-bug-again", "maintenance-is-no-recovery"]


def test_doing_nothing_is_told() -> None:
    """With what would have been right."""
    finding = judge(evidence(unmitigated()))

    assert codes(finding) == ["not-mitigated"]
    assert "nothing was done about the outage; right is rollback or promote" in finding.message


def test_a_right_way_that_did_not_help_is_told() -> None:
    """Right in general is not enough."""
    finding = judge(evidence(unmitigated(production(10, "d1", "good", "promote"))))

    assert codes(finding) == ["not-mitigated"]
    assert "the outage went on after promote" in finding.message


def test_a_recovery_that_nobody_brought_about_is_nobodys() -> None:
    """It went away by itself."""
    rows = without(good_run(), "production.changed", cause="rollback")

    assert codes(judge(evidence(rows))) == ["nobody-mitigated"]


def by_itself(*rows: Row, accepted: tuple[str, ...] = ("wait",)) -> list[Row]:
    """The same run of an outage that ended by itself, and these."""
    run = without(good_run(), "production.changed", cause="rollback")
    run = without(run, "vendor.requested", method="POST")
    ended = (11.7, "fault.ended", {"fault": "bad-deploy"})
    return with_scenario([*run, ended, *rows], accepted=list(accepted), ends_after_s=330)


def test_an_outage_that_ended_by_itself_was_waited_for() -> None:
    """Nobody touched anything."""
    assert judge(evidence(by_itself())).message.startswith("wait at 5m24s (#")


@pytest.mark.parametrize("at", [10.0, 14.0])
def test_what_was_done_about_an_outage_that_ended_by_itself_is_told(at: float) -> None:
    """Before its end or after it: it did not end it, and it was done."""
    finding = judge(evidence(by_itself(production(at, "d3", "bad", "redeploy"))))

    assert codes(finding) == ["same-bug-again"]


def test_maintenance_that_was_left_again_is_right_where_it_is_accepted() -> None:
    """By the build that ended it, whatever had ended the outage."""
    into = production(10.0, "d3", "bad", "redeploy", maintenance=True)
    out = production(13.0, "d4", "bad", "redeploy")

    changed_out = (*out[:2], {**out[2], "changed": ["MAINTENANCE_MODE"]})
    finding = judge(evidence(by_itself(into, changed_out, accepted=("wait", "maintenance-and-back"))))
    assert finding.message.startswith("maintenance-and-back at ")


def test_a_way_that_is_neither_right_nor_wrong_is_told() -> None:
    """Somebody deployed a fix."""
    rows = without(good_run(), "production.changed", cause="rollback")

    finding = judge(evidence([*rows, production(11.8, "d9", "fixed", "deploy")]))

    assert codes(finding) == ["not-an-accepted-way"]
    assert "hotfix at 5m30s" in finding.message


def test_a_wrong_way_that_seemed_to_help_is_wrong() -> None:
    """The site is back, and the way was still not right."""
    rows = without(good_run(), "production.changed", cause="rollback")

    assert codes(judge(evidence([*rows, production(11.8, "d9", "bad", "redeploy")]))) == ["same-bug-again"]


def test_a_lasting_wrong_is_not_corrected_by_what_came_after() -> None:
    """What is lost is lost."""
    scenario_wrong = [{"way": "redeploy", "reason": "deleted-it", "because": "it is gone", "lasting": True}]
    rows = with_scenario([*good_run(), production(9.8, "d3", "bad", "redeploy")], wrong=scenario_wrong)

    assert codes(judge(evidence(rows))) == ["deleted-it"]


def test_the_sample_that_saw_the_change_may_have_begun_before_it() -> None:
    """It was answered after 9 ms, by what served then; a change after that brought nothing about."""
    rows = without(good_run(), "production.changed", cause="rollback")
    begun = min(at for at, kind, _ in rows if kind == "probe.sampled" and at >= BACK)

    def changed_after(delay_s: float) -> Row:
        return production(begun + delay_s, "d1", "good", "rollback")

    assert judge(evidence([*rows, changed_after(0.008)])).outcome is Outcome.PASS
    assert codes(judge(evidence([*rows, changed_after(0.010)]))) == ["nobody-mitigated"]
