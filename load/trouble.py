"""What keeps an arm from being judged at all, whatever its method."""

from __future__ import annotations

from load.cohort import Cohort
from load.finding import Finding, figures
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
