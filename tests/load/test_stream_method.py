"""The method for a stream of users: one journey is judged, and the others have to stay as they were."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest

from load.finding import Finding
from load.incident import find
from load.judge import method
from load.method import Moment, Step, follow
from load.outcome import Outcome
from load.plan import Plan

WRONG = 500


@dataclass
class Site:
    """Answers every n-th request of a journey wrongly, each after ``takes_s`` (`load.method.Running`)."""

    wrong: dict[str, int]
    takes_s: float = 0.05
    at_s: float = 0.0
    told: int = 0
    outcomes: Sequence[Outcome] = ()

    def begin(self, step: Step) -> Site:
        """Every arrival, by when its answer comes."""
        self.outcomes = sorted(
            (
                self._answer(stage.name, number, at_s)
                for stage in step.stages
                for number, at_s in stage.share_of(0, 1)
            ),
            key=lambda outcome: outcome.done_s,
        )
        return self

    def _answer(self, journey: str, number: int, at_s: float) -> Outcome:
        nth = self.wrong.get(journey, 0)
        wrong = bool(nth) and number % nth == 0
        return Outcome(journey, number, at_s, at_s, at_s + self.takes_s, WRONG if wrong else 200)

    def news(self) -> Sequence[Outcome]:
        """What came in the next tenth of a second."""
        self.at_s += 0.1
        before = self.told
        while self.told < len(self.outcomes) and self.outcomes[self.told].done_s <= self.at_s:
            self.told += 1
        return self.outcomes[before : self.told]

    @property
    def moment(self) -> Moment:
        """How far it is."""
        return Moment(self.at_s, over=False)


def judged(
    site: Site, incident: str = "dashboard-500", question: str = "reproduced", **fields: Any
) -> Finding:
    """What the method finds out about this site."""
    plan = Plan.model_validate(
        {"incident": find(incident), "question": question, "max_s": 60, "max_rate_per_s": 300} | fields
    )
    return follow(method(plan), site.begin)


@pytest.mark.parametrize(
    ("nth", "answer"), [(0, "NOT REPRODUCED"), (1, "INCONCLUSIVE"), (3, "REPRODUCED"), (7, "REPRODUCED")]
)
def test_some_users_but_not_all(nth: int, answer: str) -> None:
    """A dashboard that fails for everybody is another incident, or a machine that is too slow."""
    assert judged(Site({"dashboard": nth})).answer == answer


def test_it_stops_as_soon_as_it_knows() -> None:
    """A fix takes 60 dashboards, which are there after four seconds."""
    site = Site({})

    found = judged(site, question="fixed", before_share=0.15)
    assert (found.answer, found.failures) == ("FIXED", 0)
    assert site.at_s < 5


@pytest.mark.parametrize(("nth", "answer"), [(7, "NOT FIXED"), (2, "NOT FIXED")])
def test_what_still_fails_is_not_fixed(nth: int, answer: str) -> None:
    """The share that remains is the one that was measured: nothing is left to compute."""
    found = judged(Site({"dashboard": nth}), question="fixed", before_share=0.15)

    assert found.answer == answer
    assert found.share == pytest.approx(1 / nth, abs=0.03)
    assert found.remaining is None


def test_a_fix_that_helps_a_little_is_partial() -> None:
    """A third failed before, and a seventh does now."""
    assert judged(Site({"dashboard": 7}), question="fixed", before_share=0.5).answer == "PARTIAL"


@pytest.mark.parametrize("question", ["reproduced", "fixed"])
def test_other_journeys_have_to_stay_well(question: str) -> None:
    """A fix that breaks the landing page is none, and an incident everywhere is another."""
    wrong = {"landing": 3} | ({"dashboard": 7} if question == "reproduced" else {})

    found = judged(Site(wrong), question=question)
    assert found.answer == "INCONCLUSIVE"
    assert "the journey landing failed" in found.because


@pytest.mark.parametrize(
    ("takes_s", "answer"), [(0.3, "NOT REPRODUCED"), (2.0, "REPRODUCED"), (6.0, "NOT REPRODUCED")]
)
def test_slowness_is_judged_by_the_p95(takes_s: float, answer: str) -> None:
    """Between one second and five; beyond, it is a worse incident, and says so."""
    found = judged(Site({}, takes_s), "slow-ux")

    assert found.answer == answer
    assert f"p95 {takes_s:.2f} s" in found.because
    assert ("worse" in found.because) == (takes_s > 5)


def test_no_more_is_sent_than_is_allowed() -> None:
    """The sum of all journeys."""
    found = judged(Site({}), max_rate_per_s=50)

    assert found.answer == "INCONCLUSIVE"
    assert "no more than 50 are allowed" in found.because


def test_the_whole_length_is_taken_where_it_is_wanted() -> None:
    """Though the answer is known before."""
    site = Site({"dashboard": 7})

    assert judged(site, full=True, max_s=20).answer == "REPRODUCED"
    assert site.at_s > 19
