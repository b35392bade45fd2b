"""A verdict's ground in one sentence."""

from __future__ import annotations

import pytest

from reports.headline import flaky_rule, headline, missing, partial, suite_of
from reports.verdict import Check, Outcome, Result
from tests.reports.gates import gate_verdict, inconclusive_gate, passing_gate
from tests.reports.loads import proven_fix


def checks(*outcomes: Outcome) -> list[Check]:
    """One blocking check of each outcome."""
    return [Check(id=f"c{place}", kind="journey", outcome=outcome) for place, outcome in enumerate(outcomes)]


@pytest.mark.parametrize(
    ("result", "outcomes", "flaky", "told"),
    [
        (Result.PASS, [Outcome.PASS] * 2, Result.PASS, "All 2 blocking checks passed."),
        (
            Result.PASS,
            [Outcome.PASS, Outcome.FLAKY],
            Result.PASS,
            "All 2 blocking checks passed, 1 of them only when tried again.",
        ),
        (
            Result.FAIL,
            [Outcome.FAIL, Outcome.NOT_RUN, Outcome.FLAKY],
            Result.FAIL,
            "1 of 3 blocking checks failed, 1 of 3 could not be judged, "
            "1 of 3 passed only when tried again, which counts as FAIL.",
        ),
        (
            Result.FAIL,
            [Outcome.FAIL, Outcome.FLAKY],
            Result.PASS,
            "1 of 2 blocking checks failed.",
        ),
        (
            Result.INCONCLUSIVE,
            [Outcome.FLAKY],
            Result.INCONCLUSIVE,
            "1 of 1 blocking checks passed only when tried again, which counts as INCONCLUSIVE.",
        ),
        (Result.FAIL, [], Result.PASS, "No check accounts for this verdict; see the reasons."),
    ],
)
def test_the_sentence_accounts_for_the_verdict(
    result: Result, outcomes: list[Outcome], flaky: Result, told: str
) -> None:
    """Whatever it rests on."""
    assert headline(gate_verdict(result, checks(*outcomes), flaky_counts_as=flaky)) == told


def test_what_was_never_heard_of_counts_as_open() -> None:
    """It was expected."""
    assert missing(inconclusive_gate()) == ["login"]
    assert headline(inconclusive_gate()) == "2 of 3 blocking checks could not be judged."


def test_a_partial_run_is_named() -> None:
    """Its part too; a full run has no such words."""
    part = passing_gate().model_copy(update={"selection": "only\nlanding"})

    assert partial(part) == "partial run: only landing"
    assert suite_of(part) == "smoke (partial run: only landing)"
    assert headline(part).startswith("All 6 blocking checks of this partial run passed")
    assert (partial(passing_gate()), suite_of(passing_gate())) == ("", "smoke")


@pytest.mark.parametrize(
    ("outcome", "rule", "told"),
    [
        (Outcome.FLAKY, Result.FAIL, "A flaky check counts as FAIL here."),
        (Outcome.FLAKY, Result.PASS, ""),
        (Outcome.PASS, Result.FAIL, ""),
    ],
)
def test_the_rule_for_flakes_is_told_where_it_matters(outcome: Outcome, rule: Result, told: str) -> None:
    """A stricter rule that no check met is no news."""
    assert flaky_rule(gate_verdict(Result.PASS, checks(outcome), flaky_counts_as=rule)) == told


def test_a_load_answers_its_question() -> None:
    """How many checks passed would say nothing; its suite is the incident's."""
    assert headline(proven_fix()) == "DB_POOL_SIZE=30 ends it: 0.0% of 412 failed, 15.3% before."
    assert suite_of(proven_fix()) == "load.pool-exhaustion"
