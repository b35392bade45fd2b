"""Judges an arm whose arrivals queue for something that there is too little of: a pool's connections."""

from __future__ import annotations

import statistics
from dataclasses import replace

from load.capacity import Capacity
from load.cohort import Cohort, Deficit
from load.finding import Answer, Finding, figures
from load.plan import Plan
from load.share import FAILING, HEALTHY, sequential
from load.trouble import everything_fails, trouble

DEFICIT_FROM_S = 0.3
DEFICIT_FOR_S = 1.5
# A share this sure is enough to say whether it is in the band.
_SURE = 0.05
# Less than this between two arms of one queue, measured each by itself, is no help.
_SAME = 0.03
# A queue that does not grow may still lag by so much; how sure we have to be, in standard errors.
_NO_DEFICIT = 0.03
_SIGMAS = 4.0
_SURE_SIGMAS = 3.5
_DOUBT = 5.0
# By how much a fix helped that is none is not waited for longer; its error is told.
_KNOWN_SIGMAS = 2.0
_KNOWN_BY_S = 6.0
# An estimate of the capacity that is off by less does not move the share out of its band.
_OFF = 0.015
# One that is off by more is not worth another second.
_FAR_OFF = 0.03
_MUCH = 400


def first_timeout_s(plan: Plan, rate_per_s: float, capacity: float) -> float | None:
    """After how long the first arrival would time out from an empty queue; None where none ever would."""
    load = rate_per_s / capacity
    return plan.timeout_s / (load - 1) if load > 1 else None


def reproduced(plan: Plan, cohort: Cohort, at_s: float, *, over: bool) -> Finding | None:
    """Whether the incident shows, at its own rate; None while more may tell.

    ``at_s`` is how long the stage has lasted; ``over`` says that no more will come.
    """
    if plan.full and not over:
        return None
    seen = cohort.share()
    enough = seen.sample >= plan.incident.minimum
    if not enough and not over:
        return None
    if problem := trouble(plan, cohort, at_s):
        return problem
    low, high = plan.incident.band
    least, most = seen.interval
    text, band = seen.told(), f"{low:.0%} to {high:.0%}"
    says = sequential(seen) if enough else None
    if says == "failing" and low <= seen.value <= high and (over or (most - least) / 2 <= _SURE):
        return _finding(plan, cohort, at_s, "REPRODUCED", f"{text}; the incident's band is {band}")
    # To say that it is none takes more than to say that it is one: neighbours that fail together deceive.
    least, most = replace(seen, dispersion=seen.dispersion * _DOUBT).interval
    if says == "failing" and (beyond := everything_fails(plan, least)):
        return _finding(plan, cohort, at_s, "INCONCLUSIVE", f"{text}: {beyond}")
    if says == "failing" and (least > high or most < low):
        because = f"{text}, {'more' if least > high else 'less'} than the incident's {band}"
        return _finding(plan, cohort, at_s, "NOT REPRODUCED", because)
    deficit = _deficit(cohort, at_s)
    if says == "healthy" and deficit is not None and _keeps_up(deficit):
        return _finding(plan, cohort, at_s, "NOT REPRODUCED", f"{text}, and the queue does not grow")
    if not over:
        return None
    if not seen.failures and deficit is not None and _grows(deficit) and low <= deficit.value <= high:
        return _finding(plan, cohort, at_s, "REPRODUCED", _growth(plan, cohort, deficit.value))
    return _finding(plan, cohort, at_s, "INCONCLUSIVE", f"{text}: too little to tell whether it is {band}")


def misjudged(plan: Plan, cohort: Cohort, at_s: float, capacity: Capacity) -> Finding | None:
    """That the load is too far from the incident's to wait for what it comes to; None where it is not."""
    assert plan.capacity_per_s is not None, "measured before"
    if capacity.per_s is None or capacity.served < _MUCH or cohort.share().sample < plan.incident.minimum:
        return None
    if abs(capacity.per_s / plan.capacity_per_s - 1) <= _FAR_OFF:
        return None
    because = f"{capacity.per_s:.0f} a second were served, not {plan.capacity_per_s:.0f} as measured before"
    return _finding(plan, cohort, at_s, "INCONCLUSIVE", because)


def should_retry(plan: Plan, finding: Finding, capacity: Capacity) -> bool:
    """Whether a finding may only be what it is because the capacity was measured badly before."""
    if finding.answer == "REPRODUCED" or capacity.per_s is None or plan.capacity_per_s is None:
        return False
    return abs(capacity.per_s / plan.capacity_per_s - 1) > _OFF or capacity.served < _MUCH


def fixed(plan: Plan, cohort: Cohort, at_s: float, *, over: bool) -> Finding | None:
    """Whether the fix holds at the judging rate; None while more may tell."""
    if plan.full and not over:
        return None
    seen, deficit = cohort.share(), _deficit(cohort, at_s)
    if deficit is None and not over:
        return None
    if problem := trouble(plan, cohort, at_s):
        return problem
    says = sequential(seen) if seen.sample >= plan.incident.minimum else None
    text = seen.told()
    if says == "failing" or (deficit is not None and _grows(deficit)):
        return _not_fixed(plan, cohort, at_s, over=over)
    if says == "healthy" and seen.value < HEALTHY and deficit is not None and _keeps_up(deficit):
        return _finding(plan, cohort, at_s, "FIXED", f"{text}, and the queue does not grow")
    if not over:
        return None
    return _finding(plan, cohort, at_s, "INCONCLUSIVE", f"{text}: too little to tell it from below 1 %")


def _not_fixed(plan: Plan, cohort: Cohort, at_s: float, *, over: bool) -> Finding | None:
    """By how much it helped; None while that is unknown."""
    assert plan.capacity_per_s is not None, "measured by the arm before"
    assert plan.incident.queue is not None
    seen, rate, factor = cohort.share(), cohort.stage.rate_per_s or 0.0, plan.incident.queue.reproduce_at
    missing, error = _deficit(cohort, at_s) or Deficit(seen.value, 0.0)
    capacity = rate * (1 - missing)
    if missing > _NO_DEFICIT:
        before, remaining = 1 - 1 / factor, max(0.0, 1 - capacity / (plan.capacity_per_s * factor))
    else:  # the queue keeps up: failures have another cause, and stay what they are
        before, remaining = plan.before_share or 0.0, seen.value
    helped = before - remaining - _SAME
    if not over and abs(helped) < _KNOWN_SIGMAS * error and at_s < _KNOWN_BY_S:
        return None
    remains = f"{remaining:.1%} (± {2 * error:.1%})"
    if helped > 0:
        answer: Answer = "PARTIAL"
        because = f"at the incident's rate {remains} would still fail, after {before:.1%} before"
    else:
        answer = "NOT FIXED"
        because = f"about as many fail as before: {remains} at the incident's rate, {before:.1%} before"
    if not seen.failures:
        because += "; " + _growth(plan, cohort, missing)
    found = _finding(plan, cohort, at_s, answer, because)
    return found.model_copy(update={"remaining": remaining, "capacity_per_s": capacity})


def _deficit(cohort: Cohort, at_s: float) -> Deficit | None:
    """Once the first answers have had time to come, over two seconds at least; None before that."""
    done = [outcome.service_s for outcome in cohort.outcomes[:20] if outcome.succeeded]
    from_s = cohort.stage.delay_s + max([DEFICIT_FROM_S, *(2 * statistics.median(done) for _ in done[:1])])
    to_s = min(at_s, cohort.stage.length_s)
    return cohort.deficit(from_s, to_s) if to_s >= from_s + DEFICIT_FOR_S else None


def _grows(deficit: Deficit) -> bool:
    return deficit.value - _SIGMAS * deficit.error > _NO_DEFICIT


def _keeps_up(deficit: Deficit) -> bool:
    return deficit.value + _SURE_SIGMAS * deficit.error < FAILING


def _finding(plan: Plan, cohort: Cohort, at_s: float, answer: Answer, because: str) -> Finding:
    return Finding.model_validate(
        {
            **figures(cohort, at_s),
            "answer": answer,
            "because": because,
            # The plan's is that of the target without the fix.
            "capacity_per_s": plan.capacity_per_s if plan.question == "reproduced" else None,
            "deficit": None if (missing := _deficit(cohort, at_s)) is None else missing.value,
        }
    )


def _growth(plan: Plan, cohort: Cohort, deficit: float) -> str:
    rate = cohort.stage.rate_per_s or 0.0
    first = first_timeout_s(plan, rate, rate * (1 - deficit))
    when = f"; from an empty queue the first time-out comes after {first:.0f} s" if first else ""
    return f"nothing has failed yet, but {deficit:.0%} of the arrivals find no place{when}"
