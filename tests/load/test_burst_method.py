"""The method for a burst behind one address, on Postry's own limiter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from fixtures.postry.limiter import SlidingWindow
from load.addresses import Addresses
from load.finding import Finding
from load.incident import find
from load.judge import method
from load.method import Moment, Step, follow
from load.outcome import Outcome
from load.plan import ABUSER, CAMPAIGN, Plan


@dataclass
class Limited:
    """Answers each step as a limiter with these settings would."""

    limit: int
    whitelist: str = ""
    answered: int = 10**9
    steps: list[Step] = field(default_factory=list)

    def begin(self, step: Step) -> Answered:
        """The whole of a step."""
        self.steps.append(step)
        now = [0.0]
        limiter = SlidingWindow(self.limit, frozenset(self.whitelist.split(",")), lambda: now[0])
        addresses, outcomes = Addresses({"FIREDRILL_ADDRESS_HEADER": "X"}), []
        arrivals = [
            (at_s, number, stage) for stage in step.stages for number, at_s in enumerate(stage.intended_s())
        ]
        for at_s, number, stage in sorted(arrivals, key=lambda arrival: arrival[0])[: self.answered]:
            now[0] = at_s
            status = 429 if limiter.retry_after_s(addresses.of(stage, number)) else 201
            outcomes.append(Outcome(stage.name, number, at_s, at_s, at_s + 0.01, status))
        return Answered(outcomes)


@dataclass
class Answered:
    """A step that is over (`load.method.Running`)."""

    outcomes: Sequence[Outcome]

    def news(self) -> Sequence[Outcome]:
        """All at once."""
        return self.outcomes

    @property
    def moment(self) -> Moment:
        """Its end."""
        return Moment(200.0, over=True)


def found(limited: Limited, question: str = "fixed", **fields: Any) -> Finding:
    """What the method says of it."""
    plan = {"incident": find("rate-limit"), "question": question, "max_s": 60, "max_rate_per_s": 1000}
    return follow(method(Plan.model_validate({**plan, "before_share": 1 / 3, **fields})), limited.begin)


def test_a_limit_of_10_refuses_a_third_of_15_users() -> None:
    """The incident."""
    finding = found(Limited(10), "reproduced")

    assert finding.answer == "REPRODUCED"
    assert finding.share == pytest.approx(1 / 3)


def test_a_limit_of_20_is_not_the_incident() -> None:
    """Of a burst of 15."""
    assert found(Limited(20), "reproduced").answer == "NOT REPRODUCED"


@pytest.mark.parametrize(
    ("limited", "answer"),
    [
        (Limited(20), "FIXED"),
        (Limited(10, whitelist=CAMPAIGN), "FIXED"),
        (Limited(12), "PARTIAL"),
        (Limited(10), "NOT FIXED"),
        (Limited(10, whitelist="192.0.2.1"), "NOT FIXED"),
        (Limited(10, whitelist=f"{CAMPAIGN},{ABUSER}"), "NOT FIXED"),
        (Limited(1_000_000), "NOT FIXED"),
    ],
    ids=["limit-20", "whitelist", "limit-12", "same", "another-address", "abuser-too", "no-limit"],
)
def test_a_fix_lets_users_in_and_keeps_the_abuser_out(limited: Limited, answer: str) -> None:
    """Each wrong one fails by its own reason."""
    finding = found(limited)

    assert finding.answer == answer
    if limited.limit > 1000 or ABUSER in limited.whitelist:
        assert "the limit is gone: 60 of 60 requests of an abuser were let through" in finding.because


def test_the_steady_state_shows_what_a_burst_does_not() -> None:
    """A limit of 20 still refuses some of 15 users a minute; a whitelist of the crowd's nobody."""
    finding = found(Limited(20), full=True)

    assert finding.answer == "PARTIAL"
    assert 0.02 < finding.share < 0.10
    assert found(Limited(10), "reproduced", full=True).share == pytest.approx(0.41, abs=0.07)


def test_what_was_not_answered_is_not_judged() -> None:
    """However well the rest went."""
    finding = found(Limited(20, answered=70))

    assert finding.answer == "INCONCLUSIVE"
    assert "not every request was answered" in finding.because
