"""Was the outage ended by a way that is right for this incident?"""

from __future__ import annotations

from itertools import pairwise

from drills.case import Case
from drills.oracle import Evidence, Finding, Problem
from drills.scenario import Wrong
from drills.ways.way import Taken
from reports.facts import ProbeSampled
from reports.journal import Event
from reports.timeline import clock_text

TITLE = "The outage was ended in a right way"
REF = "étape 2"
PHASE = "mitigate"


def judge(evidence: Evidence) -> Finding:
    """The last way taken before the clean window ended the outage; wrong ones have their own reasons."""
    case, clean = evidence.case, evidence.boundaries.outage.clean
    wrong = {each.way: each for each in case.scenario.wrong}
    lasting = [
        _problem(case, taken, wrong[taken.way])
        for taken in evidence.ways
        if taken.way in wrong and wrong[taken.way].lasting
    ]
    if clean is None:
        tried = [_problem(case, taken, wrong[taken.way]) for taken in evidence.ways if taken.way in wrong]
        return Finding.fails(*_once(tried or [_nothing_helped(case, evidence.ways)]))
    before = [taken for taken in evidence.ways if taken.event.mono_s <= _answered_mono_s(clean)]
    right = [taken for taken in before if taken.way in case.scenario.accepted]
    if lasting:
        return Finding.fails(*_once(lasting))
    if not before:
        message = (
            f"the outage ended {case.told(clean)} with nothing seen that ended it; expected {_expected(case)}"
        )
        return Finding.fails(Problem("nobody-mitigated", message, (clean.seq,)))
    if not right or right[-1].event.mono_s < before[-1].event.mono_s:
        last = before[-1]
        if last.way in wrong:
            return Finding.fails(_problem(case, last, wrong[last.way]))
        message = f"{last.way} {case.told(last.event)} ended the outage; expected {_expected(case)}"
        return Finding.fails(Problem("not-an-accepted-way", message, (last.event.seq,)))
    return Finding.holds(f"{right[-1].way} {case.told(right[-1].event)}{_detours(case, before)}")


def _answered_mono_s(sample: Event) -> float:
    """When it was answered, by what served then: a sample that began just before a change may show it."""
    assert isinstance(sample.fact, ProbeSampled), "a window begins with one"
    return sample.mono_s + sample.fact.duration_ms / 1000


def _problem(case: Case, taken: Taken, wrong: Wrong) -> Problem:
    message = f"{taken.way} {case.told(taken.event)}: {wrong.because}; right is {_expected(case)}"
    return Problem(wrong.reason, message, (taken.event.seq,))


def _nothing_helped(case: Case, tried: list[Taken]) -> Problem:
    if not tried:
        return Problem("not-mitigated", f"nothing was done about the outage; right is {_expected(case)}")
    told = ", ".join(f"{taken.way} {case.told(taken.event)}" for taken in tried)
    return Problem("not-mitigated", f"the outage went on after {told}", tuple(t.event.seq for t in tried))


def _detours(case: Case, before: list[Taken]) -> str:
    """What was tried first, and what it cost."""
    told = []
    for taken, later in pairwise(before):
        if taken.way not in case.scenario.accepted:
            cost = clock_text(case.at(later.event) - case.at(taken.event))
            told.append(f"{taken.way} {case.told(taken.event)}, which cost {cost}")
    return f" (after {'; '.join(told)})" if told else ""


def _once(problems: list[Problem]) -> list[Problem]:
    """Each reason once, by its last occurrence."""
    return list({problem.code: problem for problem in problems}.values())


def _expected(case: Case) -> str:
    return " or ".join(case.scenario.accepted)
