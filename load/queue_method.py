"""The method for a queue: measure its capacity, fill it, offer too much, and see how many find no place."""

from __future__ import annotations

import math
from collections.abc import Generator, Mapping
from typing import Any

from load import queue_judge
from load.capacity import Capacity, measured
from load.cohort import Cohort
from load.finding import Finding
from load.incident import Queue
from load.method import Method, Moment, Step, at_the_end
from load.plan import Plan
from load.stage import Stage

_SETTLES_S = 0.25
# A target that gets hundreds of requests in one moment is slow for other reasons than its queue.
_CALIBRATE_FOR_S = 0.4
_FILL_FOR = 0.4
# As many as are served within the time-out bring the steady state at once; too few would not.
_FILLS = 1.05
_TRIES, _EARLY = 8, 3
_SINGLE_LIMIT_S = 90.0


def find_out(plan: Plan) -> Method:
    """What the plan's question is."""
    if plan.question == "reproduced":
        return _reproduce(plan)
    return _judge_fix(plan)


def _judge_fix(plan: Plan) -> Method:
    assert plan.capacity_per_s is not None, "measured by the arm before"
    rate = plan.capacity_per_s * plan.rate_factor
    if rate > plan.max_rate_per_s:
        return _too_much(plan, rate)
    cohort = _judged(plan, rate, 1)

    def decide(_: Mapping[str, Cohort], moment: Moment) -> Finding | None:
        return queue_judge.fixed(plan, cohort, moment.at_s, over=moment.over)

    found: Finding = yield Step(
        f"judging at {rate:.0f} requests a second", [cohort], decide, plan.max_s + plan.timeout_s + 2
    )
    return found


def _reproduce(plan: Plan) -> Method:
    assert plan.incident.queue is not None
    total: Capacity = yield Step(
        "measuring the capacity",
        [Cohort(_calibration(plan.incident.queue), plan.incident.symptom)],
        at_the_end(lambda cohorts: measured(cohorts["calibrate"].outcomes)),
        _SINGLE_LIMIT_S,
    )
    if total.per_s is None:
        return Finding(
            answer="INCONCLUSIVE",
            because="the capacity could not be measured: too few requests succeeded when a burst was sent",
        )
    for number in range(1, _TRIES + 1):
        tried = plan.model_copy(update={"capacity_per_s": total.per_s, "full": False})
        finding, seen = yield from _try(tried, number, total)
        total += seen
        if not queue_judge.should_retry(tried, finding, total):
            break
    if plan.full:  # only now is the rate known that is worth the whole length
        settled = plan.model_copy(update={"capacity_per_s": total.per_s})
        finding, seen = yield from _try(settled, _TRIES + 1, total)
        total += seen
    return finding.model_copy(update={"capacity_per_s": total.per_s})


def _try(plan: Plan, number: int, so_far: Capacity) -> Generator[Step, Any, tuple[Finding, Capacity]]:
    """One stretch at the incident's rate, and the capacity that it showed beside what was seen ``so_far``."""
    assert plan.capacity_per_s is not None, "measured before"
    rate = plan.capacity_per_s * plan.rate_factor
    if rate > plan.max_rate_per_s:
        return _too_much(plan, rate), measured([])
    prefill = _prefill(plan, plan.capacity_per_s, number)
    filling = Cohort(prefill, plan.incident.symptom)
    cohort = _judged(plan, rate, number, prefill.length_s)

    def seen() -> Capacity:
        # A target that gets the whole filling at once serves less meanwhile.
        return measured([*filling.outcomes, *cohort.outcomes], prefill.length_s)

    def decide(_: Mapping[str, Cohort], moment: Moment) -> Finding | None:
        found = queue_judge.reproduced(plan, cohort, moment.at_s, over=moment.over)
        if found is None and number <= _EARLY and not plan.full:
            return queue_judge.misjudged(plan, cohort, moment.at_s, so_far + seen())
        return found

    finding: Finding = yield Step(
        f"judging at {rate:.0f} requests a second, {plan.rate_factor:g} times what is served",
        [filling, cohort],
        decide,
        prefill.length_s + plan.max_s + plan.timeout_s + 2,
    )
    return finding, seen()


def _calibration(queue: Queue) -> Stage:
    return Stage(name="calibrate", count=queue.calibrate, rate_per_s=queue.calibrate / _CALIBRATE_FOR_S)


def _prefill(plan: Plan, capacity: float, number: int) -> Stage:
    """Until its end the queue is as long as it can be: some of what it sends is served meanwhile.

    What an earlier stretch left waiting has to be gone before: it would fail in one moment with those of ours
    for whom there is no place, and a target that tells so many errors at once serves less.
    """
    lasts_s = _FILL_FOR * plan.timeout_s
    count = math.ceil(_FILLS * capacity * (plan.timeout_s + lasts_s))
    gone_s = plan.timeout_s + _SETTLES_S if number > 1 else 0.0
    return Stage(name=f"prefill-{number}", count=count, rate_per_s=count / lasts_s, delay_s=gone_s)


def _judged(plan: Plan, rate: float, number: int, delay_s: float = 0.0) -> Cohort:
    stage = Stage(
        name=f"judge-{number}",
        count=max(1, int(rate * plan.max_s)),
        rate_per_s=rate,
        arrivals=plan.arrivals,
        seed=plan.seed,
        delay_s=delay_s,
    )
    return Cohort(stage, plan.incident.symptom, delay_s + _SETTLES_S if delay_s else 0.0)


def _too_much(plan: Plan, rate: float) -> Finding:
    because = f"it takes {rate:.0f} requests a second, and no more than {plan.max_rate_per_s:.0f} are allowed"
    return Finding(answer="INCONCLUSIVE", because=because, capacity_per_s=plan.capacity_per_s)
