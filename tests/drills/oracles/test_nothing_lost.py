"""What users had is still there."""

from __future__ import annotations

from drills.oracles.nothing_lost import judge
from reports.verdict import Outcome
from tests.drills.journals import changed, codes, evidence, good_run, without


def test_no_row_missing_holds() -> None:
    """New ones may have come."""
    assert judge(evidence(good_run())).message == "posts: 7, none missing"


def test_missing_rows_are_told() -> None:
    """How many, however many new ones came."""
    finding = judge(evidence(changed(good_run(), "rows.counted", missing=2, count=90)))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["rows-lost"])
    assert finding.message.startswith("2 posts of users are gone (#")


def test_what_was_not_counted_is_unknown() -> None:
    """Before as after."""
    for moment in ("before", "after"):
        finding = judge(evidence(without(good_run(), "rows.counted", moment=moment)))

        assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["rows-not-counted"])


def test_a_scenario_may_have_nothing_to_lose() -> None:
    """Then nothing is counted."""
    rows = without(good_run(), "rows.counted")
    scenario = {**rows[1][2]["scenario"], "keeps": []}

    assert judge(evidence(changed(rows, "scenario.stated", scenario=scenario))).outcome is Outcome.PASS
