"""Was the outage ended by a way that is right for this incident?"""

from __future__ import annotations

from collections.abc import Mapping

from drills import sightings
from drills.case import Case
from drills.oracle import Evidence, Finding, Problem
from drills.scenario import Wrong
from drills.ways.catalogue import parts_of
from drills.ways.way import Taken

TITLE = "The outage was ended in a right way"
REF = "étape 2"
PHASE = "mitigate"


def judge(evidence: Evidence) -> Finding:
    """The last way taken before the clean window ended the outage; wrong ones have their own reasons."""
    case, clean = evidence.case, evidence.boundaries.outage.clean
    if case.scenario.ends != "recovered":
        return _handled(evidence)
    wrong = {each.way: each for each in case.scenario.wrong}
    lasting = [
        _problem(evidence, taken, wrong[taken.way])
        for taken in evidence.ways
        if taken.way in wrong and wrong[taken.way].lasting
    ]
    if clean is None:
        tried = [_problem(evidence, taken, wrong[taken.way]) for taken in evidence.ways if taken.way in wrong]
        return Finding.fails(*_once(tried), *_nothing_helped(evidence, wrong))
    before = evidence.before_recovery
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
        detours = _detours(evidence, last)
        if last.way in wrong:
            return Finding.fails(_problem(evidence, last, wrong[last.way], detours))
        message = f"{last.way} {case.told(last.event)}{detours} ended the outage; expected {_expected(case)}"
        return Finding.fails(Problem("not-an-accepted-way", message, (last.event.seq,)))
    return Finding.holds(f"{right[-1].way} {case.told(right[-1].event)}{_detours(evidence, *right)}")


def _handled(evidence: Evidence) -> Finding:
    """Where nothing is to be restored, the right way is all that is done: nothing corrects a wrong one."""
    case, ways = evidence.case, evidence.ways
    wrong = {each.way: each for each in case.scenario.wrong}
    if tried := [_problem(evidence, taken, wrong[taken.way]) for taken in ways if taken.way in wrong]:
        return Finding.fails(*_once(tried))
    right = [taken for taken in ways if taken.way in case.scenario.accepted]
    if changes := sightings.changes(case, case.injected):
        message = f"production was changed {case.told(changes[0])}; right is {_expected(case)}"
        return Finding.fails(Problem("not-an-accepted-way", message, (changes[0].seq,)))
    if not right:
        return Finding.fails(Problem("not-mitigated", f"it was not dealt with; right is {_expected(case)}"))
    return Finding.holds(f"{right[-1].way} {case.told(right[-1].event)}")


def _problem(evidence: Evidence, taken: Taken, wrong: Wrong, detours: str = "") -> Problem:
    case = evidence.case
    tried = next((each for each in evidence.tries if each.event.seq == taken.event.seq), None)
    told = tried.told(case) if tried else case.told(taken.event)
    message = f"{taken.way} {told}{detours}: {wrong.because}; right is {_expected(case)}"
    return Problem(wrong.reason, message, (taken.event.seq,))


def _nothing_helped(evidence: Evidence, wrong: Mapping[str, Wrong]) -> list[Problem]:
    """What else was tried in vain, where wrong ways have told of themselves."""
    case = evidence.case
    others = [each for each in evidence.tries if not wrong.keys() & set(each.ways)]
    if others:
        told = "; ".join(f"{each.name} {each.told(case)}" for each in others)
        events = tuple(each.event.seq for each in others)
        return [Problem("not-mitigated", f"the outage went on after {told}", events)]
    if evidence.tries:
        return []
    message = f"nothing was done about the outage; right is {_expected(case)}"
    return [Problem("not-mitigated", message)]


def _detours(evidence: Evidence, *right: Taken) -> str:
    """What was tried first, and what it cost; not what belongs to what ended it, or is the same event."""
    case = evidence.case
    own = frozenset(case.scenario.accepted).union(*(parts_of(taken.way) for taken in right))
    at_once = {taken.event.seq for taken in right}
    told = [
        f"{each.name} {each.told(case)}"
        for each in evidence.tries
        if each.event.seq not in at_once and not own & set(each.ways)
    ]
    return f" (after {'; '.join(told)})" if told else ""


def _once(problems: list[Problem]) -> list[Problem]:
    """Each reason once, by its last occurrence."""
    return list({problem.code: problem for problem in problems}.values())


def _expected(case: Case) -> str:
    return " or ".join(case.scenario.accepted)
