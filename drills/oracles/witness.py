"""Did the probes see enough to be believed?"""

from __future__ import annotations

from itertools import pairwise

from drills.case import Case
from drills.oracle import Evidence, Finding, Problem
from fixtures.probes.journeys import PROBES, TIMEOUT_S

TITLE = "The probes watched throughout"
REF = ""
PHASE = "run"
NEEDED_BY_ALL = True

# A probe that is so many intervals without a usable sample was blind, whatever the share of its bad ones.
_LONGEST_GAP_INTERVALS = 6


def judge(evidence: Evidence) -> Finding:
    """Every probe sampled from the injection to the end, without long gaps, few samples late."""
    case = evidence.case
    if case.injected is None or not case.samples:
        return Finding.unclear(Problem("nothing-observed", "the probes saw nothing of this run"))
    problems = [problem for probe in PROBES for problem in _problems(case, probe)]
    if problems:
        return Finding.unclear(*problems)
    late = sum(not sample.usable for _, sample in case.samples)
    return Finding.holds(f"{len(case.samples)} samples, {late} of them late and left out")


def _problems(case: Case, probe: str) -> list[Problem]:
    seen = [(event, sample) for event, sample in case.samples if sample.probe == probe]
    usable = [event for event, sample in seen if sample.usable]
    if not usable:
        return [Problem("nothing-observed", f"probe {probe} gave no usable sample")]
    problems = []
    share = 1 - len(usable) / len(seen)
    if share >= case.runbook.judge.blind_share:
        message = (
            f"{len(seen) - len(usable)} of {len(seen)} samples of probe {probe} were late themselves "
            f"({share:.0%}, at most {case.runbook.judge.blind_share:.0%} is usable)"
        )
        problems.append(Problem("witness-late", message))
    assert case.injected is not None
    # A sample that still ran when the journal ended was not told any more.
    end_mono_s = case.events[-1].mono_s - TIMEOUT_S
    moments = [case.injected.mono_s, *(event.mono_s for event in usable)]
    gap_s = max(end_mono_s - moments[-1], *(later - earlier for earlier, later in pairwise(moments)))
    most_s = (case.started.probe_interval_s or 0.5) * _LONGEST_GAP_INTERVALS
    if gap_s > most_s:
        message = (
            f"probe {probe} saw nothing for {gap_s:.1f} s of real time, at most {most_s:.1f} s is usable"
        )
        problems.append(Problem("witness-blind", message))
    return problems
