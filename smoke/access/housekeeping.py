"""Which of the posts with a gate's mark are to go: this run's, and those of runs that were killed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from smoke import marks

# Longer than any gate's budget: a run that began before has ended, one way or the other.
LEFT_OVER = timedelta(minutes=10)


def is_left_over(run_id: str) -> bool:
    """Whether a run of this id is long over; not where the id does not tell when it began."""
    begun = marks.begun_at(run_id)
    return begun is not None and datetime.now(UTC) - begun > LEFT_OVER
