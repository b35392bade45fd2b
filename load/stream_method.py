"""The method for a stream: users of all kinds, as on any day, and how many requests of one kind go wrong."""

from __future__ import annotations

from collections.abc import Mapping

from load import stream_judge
from load.cohort import Cohort
from load.finding import Finding
from load.incident import Stream
from load.method import Method, Moment, Step
from load.plan import Plan
from load.stage import Journey, Stage

# The first requests of every kind pay for what the later ones find there.
_WARMS_S = 1.0
_ANSWERS_S = 5.0


def find_out(plan: Plan) -> Method:
    """What the plan's question is."""
    stream = plan.incident.stream
    assert stream is not None, "chosen by the incident's table"
    rate = sum(stream.rates.values())
    if rate > plan.max_rate_per_s:
        because = f"it takes {rate:g} requests a second, and no more than {plan.max_rate_per_s:g} are allowed"
        return Finding(answer="INCONCLUSIVE", because=because)
    judged = _cohort(plan, stream, stream.judged)
    others = [_cohort(plan, stream, journey) for journey in stream.rates if journey != stream.judged]

    def decide(_: Mapping[str, Cohort], moment: Moment) -> Finding | None:
        return stream_judge.judge(plan, judged, others, moment)

    finding: Finding = yield Step(
        f"judging {plan.incident.request} among {rate:g} requests a second",
        [*others, judged],
        decide,
        plan.max_s + plan.timeout_s + _ANSWERS_S,
    )
    return finding


def _cohort(plan: Plan, stream: Stream, journey: Journey) -> Cohort:
    rate = stream.rates[journey]
    stage = Stage(
        name=journey,
        journey=journey,
        count=max(1, int(rate * plan.max_s)),
        rate_per_s=rate,
        arrivals=plan.arrivals,
        seed=plan.seed + list(stream.rates).index(journey),
    )
    return Cohort(stage, plan.incident.symptom, _WARMS_S)
