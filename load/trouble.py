"""What keeps an arm from being judged at all, whatever its method."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from load.cohort import Cohort
from load.finding import Finding, figures
from load.outcome import LED_AWAY, Outcome
from load.plan import Plan

# More of the arrivals late than this, and it was not this load.
LATE = 0.01
# More answers than this that are neither success nor the incident's failure, and it was not this incident.
STRANGE = 0.05


def trouble(plan: Plan, cohort: Cohort, at_s: float) -> Finding | None:
    """A generator that was late, or answers of another kind; None where there is neither."""
    because = ""
    if (late := cohort.late()) > LATE:
        because = f"the generator sent {late:.0%} of its requests too late: this was another load"
    elif (strange := cohort.strange()) > STRANGE:
        because = f"{strange:.0%} of the answers are neither a success nor this incident's failure"
    if not because:
        return None
    counted = {**figures(cohort, at_s), "capacity_per_s": plan.capacity_per_s}
    return Finding.model_validate({**counted, "answer": "INCONCLUSIVE", "because": because})


def everything_fails(plan: Plan, least: float) -> str:
    """That a failing share of at least ``least`` is no share of an incident's any more; empty where it is.

    The band's neighbours are another strength of the same incident. Where hardly anything succeeds it is
    another one, or a machine that is too slow for this load: it tells nothing of the incident.
    """
    high = plan.incident.band[1]
    if least <= (high + 1) / 2:
        return ""
    return "nearly everything fails: another incident, or a machine that is too slow for this load"


def led_away(outcomes: Sequence[Outcome]) -> str:
    """Why they tell nothing of the target, where one led to another origin; otherwise empty."""
    away = [outcome.error for outcome in outcomes if outcome.status == LED_AWAY]
    if not away:
        return ""
    return f"{len(away)} of {len(outcomes)} requests were {away_to(away)}"


def away_to(origins: Iterable[str]) -> str:
    """In words, with what to do."""
    told = " and ".join(sorted(set(origins)))
    return (
        f"led to {told}, where nothing was sent: load stays on the target's own origin; "
        "if that is the target's canonical address, list it as its url"
    )
