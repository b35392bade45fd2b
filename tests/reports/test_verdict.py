"""The verdict: one table by which outcomes merge, worst first, and nothing is never a pass."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from reports.verdict import Check, Figure, Outcome, Result, Verdict, merge, worst
from tests.reports.drills import drill_verdict
from tests.reports.gates import failing_gate, inconclusive_gate, passing_gate


def checks(*outcomes: Outcome, blocking: bool = True) -> list[Check]:
    """A check for each outcome."""
    return [Check(id=outcome, kind="test", outcome=outcome, blocking=blocking) for outcome in outcomes]


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        ([Outcome.PASS], Result.PASS),
        ([Outcome.PASS, Outcome.FLAKY], Result.PASS),
        ([Outcome.PASS, Outcome.INCONCLUSIVE], Result.INCONCLUSIVE),
        ([Outcome.PASS, Outcome.NOT_RUN], Result.INCONCLUSIVE),
        ([Outcome.INCONCLUSIVE, Outcome.FAIL, Outcome.PASS], Result.FAIL),
        ([], Result.INCONCLUSIVE),
    ],
)
def test_the_worst_check_decides(outcomes: list[Outcome], result: Result) -> None:
    """FAIL before INCONCLUSIVE before PASS, and nothing observed is INCONCLUSIVE."""
    assert merge(checks(*outcomes)) is result


def test_advice_never_blocks() -> None:
    """A check that only advises changes nothing, and a verdict of advice alone is no pass."""
    assert merge([*checks(Outcome.PASS), *checks(Outcome.FAIL, blocking=False)]) is Result.PASS
    assert merge(checks(Outcome.PASS, blocking=False)) is Result.INCONCLUSIVE


def test_nothing_is_inconclusive() -> None:
    """The worst of no results is not a pass."""
    assert worst([]) is Result.INCONCLUSIVE


def test_exit_codes() -> None:
    """0 pass, 1 fail, 3 inconclusive."""
    codes = [int(verdict.exit_code) for verdict in (passing_gate(), failing_gate(), inconclusive_gate())]

    assert codes == [0, 1, 3]


def test_a_verdict_survives_its_file() -> None:
    """verdict.json holds all that the record holds."""
    verdict = drill_verdict(Result.PASS)

    assert Verdict.model_validate_json(verdict.model_dump_json()) == verdict


def test_unknown_fields_and_impossible_numbers_are_refused() -> None:
    """A misspelt field, or a figure that JSON cannot hold, fails where it is made."""
    with pytest.raises(ValidationError):
        Check(id="c", kind="test", outcome=Outcome.PASS, mesage="typo")  # type: ignore[call-arg]
    with pytest.raises(ValidationError):
        Figure(id="f", title="f", value=float("nan"), how="by dividing zero by zero")
