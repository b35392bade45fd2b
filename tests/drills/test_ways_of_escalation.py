"""Who called whom, after what, and whether what they advised was done: told from the journal."""

from __future__ import annotations

import pytest

from drills.oracles.mitigated import judge
from drills.ways.keep_rolling_back import HUMAN_TRIES
from tests.drills.journals import (
    PACE,
    SCENARIO,
    Row,
    changed,
    evidence,
    good_run,
    mailed,
    production,
    without,
)

DEVOPS, DEVELOPER, OWNER = "devops@postry.ai", "dev@postry.ai", "florian@postry.ai"
INTO_MAINTENANCE = production(10.0, "d3", "bad", "redeploy", maintenance=True)


def failed(at: float, move: str = "rollback") -> Row:
    """A move that failed."""
    return at, "move.failed", {"move": move, "deployment_id": "d1", "commit": "good"}


def advised(at: float, commit: str = "good") -> Row:
    """An answer that says what to build."""
    return at, "advice.given", {"by": DEVOPS, "message_id": "m9", "commit": commit}


def ways(*rows: Row, local_time: str = "02:40") -> list[str]:
    """What was taken where this happened instead of a rollback, at night unless told otherwise."""
    run = without(good_run(), "production.changed", cause="rollback")
    stated = {**SCENARIO.model_dump(mode="json"), "local_time": local_time}
    run = changed(run, "scenario.stated", scenario=stated)
    return [taken.way for taken in evidence([*run, *rows]).ways]


def test_escalating_is_maintenance_a_call_and_what_was_advised() -> None:
    """Whatever else the same build is."""
    rows = [failed(9.5), INTO_MAINTENANCE, advised(10.5), production(11.5, "d4", "good", "redeploy")]

    assert ways(*rows)[:2] == ["maintenance", "escalate"]
    early = [failed(9.4), advised(9.6), INTO_MAINTENANCE, production(11.5, "d4", "good", "redeploy")]
    assert "escalate" in ways(*early)


@pytest.mark.parametrize(
    "rows",
    [
        [INTO_MAINTENANCE, production(11.5, "d4", "good", "redeploy")],
        [advised(10.5), production(11.5, "d4", "good", "redeploy")],
        [INTO_MAINTENANCE, advised(10.5), production(11.5, "d4", "older", "redeploy")],
        [INTO_MAINTENANCE, production(11.0, "d4", "good", "redeploy"), advised(11.2)],
        [INTO_MAINTENANCE, advised(10.5), production(11.5, "d4", "good", "redeploy", maintenance=True)],
        [INTO_MAINTENANCE, advised(10.5)],
    ],
    ids=["no call", "no maintenance", "another version", "too late", "still closed", "nothing done"],
)
def test_less_is_no_escalation(rows: list[Row]) -> None:
    """Each part of it is asked for."""
    assert "escalate" not in ways(failed(9.5), *rows)


def test_maintenance_is_no_detour_of_an_escalation() -> None:
    """Nor what else the build was: the verdict blames nothing that was right."""
    run = without(good_run(), "production.changed", cause="rollback")
    run = changed(
        run,
        "scenario.stated",
        scenario={**SCENARIO.model_dump(mode="json"), "accepted": ["escalate"], "wrong": []},
    )
    escalated = [INTO_MAINTENANCE, advised(10.5), production(11.5, "d4", "good", "redeploy")]

    assert "after" not in judge(evidence([*run, *escalated])).message
    tried = production(9.8, "d9", "bad", "redeploy")
    message = judge(evidence([*run, tried, *escalated])).message
    assert "(after redeploy at" in message
    assert "maintenance" not in message


def test_trying_again_is_human_up_to_a_number() -> None:
    """By whichever door; from the next on each failure counts."""
    moves = ["rollback", "promote", "alias", "rollback", "rollback"]
    tries = [failed(9.5 + number / 10, move) for number, move in enumerate(moves)]

    assert ways(*tries[:HUMAN_TRIES]) == []
    assert ways(*tries) == ["keep-rolling-back"] * 2


def test_who_sleeps_was_called_in_vain() -> None:
    """After a failure, and not where somebody who is there was written to as well."""
    assert ways(failed(9.5), mailed(9.6, DEVELOPER)) == ["call-who-sleeps"]
    assert ways(failed(9.5), mailed(9.6, DEVELOPER, OWNER)) == ["call-who-sleeps"]
    assert ways(failed(9.5), mailed(9.6, DEVELOPER, DEVOPS)) == []
    assert ways(mailed(9.6, DEVELOPER)) == []
    assert ways(mailed(9.4, DEVELOPER), failed(9.5)) == []


def test_who_is_to_be_told_in_any_case_is_not_called() -> None:
    """A P0 concerns the Product Owner at any hour, awake or not."""
    assert ways(failed(9.5), mailed(9.6, OWNER)) == []


def test_by_day_nobody_sleeps() -> None:
    """And the night ends during the incident."""
    assert ways(failed(9.5), mailed(9.6, DEVELOPER), local_time="14:00") == []
    until_nine = f"08:{60 - int(3 * PACE / 60):02}"
    assert ways(failed(9.5), mailed(9.0 + 3, DEVELOPER), local_time=until_nine) == []
