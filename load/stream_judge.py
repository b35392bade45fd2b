"""Judges an arm by the share of one journey's requests in which the incident shows."""

from __future__ import annotations

from collections.abc import Sequence

from load.cohort import Cohort
from load.finding import Answer, Finding, Latency, figures
from load.method import Moment
from load.plan import Plan
from load.share import Share, sequential
from load.trouble import everything_fails, trouble

# Users do not queue for one another here: failures hang together by no more than is measured.
_WIDENED = 1.0
# A share this sure is enough to say whether it is in the band.
_SURE = 0.05
# More of the other journeys' requests than this, and it is another incident.
_ELSEWHERE, _FEW = 0.05, 20


def judge(plan: Plan, judged: Cohort, others: Sequence[Cohort], moment: Moment) -> Finding | None:
    """None while more may tell."""
    if plan.full and not moment.over:
        return None
    seen = judged.share()
    if seen.sample < plan.incident.minimum and not moment.over:
        return None
    if problem := trouble(plan, judged, moment.at_s):
        return problem
    says = sequential(seen, _WIDENED) if seen.sample >= plan.incident.minimum else None
    found = _reproduced if plan.question == "reproduced" else _fixed
    answer, because = found(plan, seen, says, over=moment.over)
    if not answer and not moment.over:
        return None
    if answer in {"REPRODUCED", "FIXED"} and (elsewhere := _elsewhere(others)):
        answer, because = "INCONCLUSIVE", elsewhere
    elif answer in {"REPRODUCED", "NOT REPRODUCED"} and (worse := _worse(plan, judged)):
        answer, because = "NOT REPRODUCED", worse
    counted = figures(judged, moment.at_s)
    if plan.incident.symptom.slower_than_s and isinstance(waited := counted["latency_ms"], Latency):
        because += f"; p95 {waited.p95 / 1000:.2f} s"
    return Finding.model_validate(
        {
            **counted,
            "answer": answer or "INCONCLUSIVE",
            "because": because or f"{seen.told(plan.incident.symptom.verb)}: too little to tell",
        }
    )


def _reproduced(plan: Plan, seen: Share, says: str | None, *, over: bool) -> tuple[Answer | None, str]:
    low, high = plan.incident.band
    least, most = seen.interval
    text, band = seen.told(plan.incident.symptom.verb), f"{low:.0%} to {high:.0%}"
    sure = (most - least) / 2 <= _SURE or (least >= low and most <= high)
    if says == "failing" and low <= seen.value <= high and (sure or over):
        return "REPRODUCED", f"{text}; the incident's band is {band}"
    if says == "failing" and (beyond := everything_fails(plan, least)):
        return "INCONCLUSIVE", f"{text}: {beyond}"
    if says == "failing" and (least > high or most < low):
        return "NOT REPRODUCED", f"{text}, {'more' if least > high else 'less'} than the incident's {band}"
    return ("NOT REPRODUCED", text) if says == "healthy" else (None, "")


def _fixed(plan: Plan, seen: Share, says: str | None, *, over: bool) -> tuple[Answer | None, str]:
    text, before = seen.told(plan.incident.symptom.verb), plan.before_share or 0.0
    if says == "healthy" and seen.value < plan.incident.fixed_below:
        return "FIXED", f"{text}, after {before:.1%} before"
    if says == "failing" and (over or seen.interval[1] - seen.interval[0] <= 2 * _SURE):
        helped = seen.interval[1] < before
        return ("PARTIAL" if helped else "NOT FIXED"), f"{text}, after {before:.1%} before"
    return None, ""


def _elsewhere(others: Sequence[Cohort]) -> str:
    """What goes wrong in other journeys, too; empty where nothing does."""
    for cohort in others:
        seen, wrong = len(cohort.outcomes), sum(not outcome.succeeded for outcome in cohort.outcomes)
        if seen >= _FEW and wrong > _ELSEWHERE * seen:
            return (
                f"{wrong} of {seen} requests of the journey {cohort.stage.journey} failed: another incident"
            )
    return ""


def _worse(plan: Plan, judged: Cohort) -> str:
    """Whether more than one in twenty is slower than this incident ever is; empty where it is not."""
    worse_than_ms = plan.incident.stream.worse_than_ms if plan.incident.stream else None
    waited_ms = [outcome.latency_s * 1000 for outcome in judged.judged]
    if not worse_than_ms or sum(each > worse_than_ms for each in waited_ms) <= len(waited_ms) / 20:
        return ""
    return f"the p95 is above {worse_than_ms / 1000:g} s: this is a worse incident"
