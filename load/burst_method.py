"""The method for a burst: many users behind one address at once, and an abuser who has to stay limited."""

from __future__ import annotations

from collections.abc import Mapping

from load.cohort import Cohort
from load.finding import Finding, figures
from load.method import Method, Moment, Step
from load.plan import Plan
from load.share import HEALTHY
from load.stage import Stage
from load.trouble import trouble

_LIMIT_S = 60.0
# The limiter's window has to fill before the steady state shows.
_FILLS_S = 65.0


def find_out(plan: Plan) -> Method:
    """What the plan's question is."""
    cohort = _full(plan) if plan.full else _burst(plan)
    # From one address only, an abuser's requests would be the users' own.
    abuse = _abuse(plan) if plan.chooses_addresses else None
    cohorts = [cohort, abuse] if abuse is not None else [cohort]

    def decide(_: Mapping[str, Cohort], moment: Moment) -> Finding | None:
        return judge(plan, cohort, abuse, moment) if moment.over else None

    finding: Finding = yield Step(
        f"{cohort.stage.count} requests behind {'each of several addresses' if plan.full else 'one address'}",
        cohorts,
        decide,
        cohort.stage.length_s + _LIMIT_S,
    )
    return finding


def judge(plan: Plan, cohort: Cohort, abuse: Cohort | None, moment: Moment) -> Finding:
    """From all that came; without ``abuse`` nothing is said of an abuser."""
    seen, (low, _) = cohort.share(), plan.incident.band
    counted = figures(cohort, moment.at_s)
    if not cohort.complete or not (abuse is None or abuse.complete):
        counted |= {"answer": "INCONCLUSIVE", "because": "not every request was answered"}
        return Finding.model_validate(counted)
    if problem := trouble(plan, cohort, moment.at_s):
        return problem
    text = f"{seen.failures} of {seen.sample} users behind one address were refused ({seen.value:.1%})"
    abuser, unlimited = "nobody could be told from an abuser, from one address", False
    if abuse is not None:
        let_through = sum(not abuse.symptom.shows(outcome) for outcome in abuse.outcomes)
        abuser = f"{let_through} of {abuse.stage.count} requests of an abuser were let through"
        unlimited = let_through == abuse.stage.count
    if plan.question == "reproduced":
        answer = "REPRODUCED" if seen.value >= low else "NOT REPRODUCED"
        because = text
    elif unlimited:
        answer, because = "NOT FIXED", f"the limit is gone: {abuser}"
    elif seen.value < HEALTHY:
        answer, because = "FIXED", f"{text}, and {abuser}"
    else:
        before = plan.before_share if plan.before_share is not None else 1.0
        answer = "PARTIAL" if seen.value < before else "NOT FIXED"
        because = f"{text}, after {before:.1%} before"
    counted |= {"answer": answer, "because": because, "remaining": seen.value}
    return Finding.model_validate(counted)


def _burst(plan: Plan) -> Cohort:
    assert plan.incident.burst is not None
    stage = Stage(name="burst", count=plan.incident.burst.users, caller="campaign")
    return Cohort(stage, plan.incident.symptom)


def _full(plan: Plan) -> Cohort:
    assert plan.incident.burst is not None
    burst = plan.incident.burst
    rate = burst.per_minute * burst.addresses / 60
    stage = Stage(
        name="steady",
        count=int(rate * burst.full_s),
        rate_per_s=rate,
        arrivals="poisson",
        seed=plan.seed,
        caller="crowd",
        addresses=burst.addresses,
    )
    return Cohort(stage, plan.incident.symptom, _FILLS_S)


def _abuse(plan: Plan) -> Cohort:
    assert plan.incident.burst is not None
    stage = Stage(name="abuse", count=plan.incident.burst.abuse, caller="abuser")
    return Cohort(stage, plan.incident.symptom)
