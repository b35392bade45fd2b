"""A check's attempts as people read them."""

from __future__ import annotations

from reports.text import one_line
from reports.verdict import Attempt, Check, Outcome

_LONGEST = 500


def history(check: Check) -> list[str]:
    """One line an attempt: how it came out, how long it took, the class of its error and what that said."""
    return [f"attempt {place}: {_told(attempt)}" for place, attempt in enumerate(check.attempts, start=1)]


def second_chance(check: Check) -> str:
    """At which attempt a flaky check passed; empty for any other check."""
    if check.outcome is not Outcome.FLAKY:
        return ""
    # A check may stand for several tests: the one that passed at last comes right after its failure.
    failed = [place for place, attempt in enumerate(check.attempts) if attempt.outcome is not Outcome.PASS]
    return f"passed at attempt {failed[-1] + 2 if failed else len(check.attempts)}"


def message_of(check: Check) -> str:
    """What to print of a check beside its attempts; empty for a flaky one, whose attempts say it."""
    told = check.outcome is Outcome.FLAKY and any(attempt.message for attempt in check.attempts)
    return "" if told else one_line(check.message)


def _told(attempt: Attempt) -> str:
    said = [f"{attempt.outcome.value.replace('_', ' ')} in {attempt.duration_ms:.0f} ms"]
    if attempt.error_class:
        said.append(one_line(attempt.error_class))
    told = ", ".join(said)
    return f"{told}: {one_line(attempt.message, _LONGEST)}" if attempt.message else told
