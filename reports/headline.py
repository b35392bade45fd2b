"""A verdict's ground in one sentence, and what tells a partial run from a full one."""

from __future__ import annotations

from reports import rehearsal_words, runbook_words
from reports.load_words import answer
from reports.text import one_line
from reports.verdict import Outcome, Result, Verdict

_OPEN = (Outcome.INCONCLUSIVE, Outcome.NOT_RUN)


def headline(verdict: Verdict) -> str:
    """To stand beside the verdict: the answer of what asks one question, else how the checks came out."""
    if verdict.load:
        return answer(verdict, verdict.load)
    if verdict.runbook:
        return runbook_words.answer(verdict, verdict.runbook)
    if verdict.rehearsal:
        return rehearsal_words.answer(verdict, verdict.rehearsal)
    return " ".join(filter(None, [_of_checks(verdict), left_out(verdict)]))


def _of_checks(verdict: Verdict) -> str:
    blocking = [check for check in verdict.checks if check.blocking]
    failed = [check for check in blocking if check.outcome is Outcome.FAIL]
    flaky = [check for check in blocking if check.outcome is Outcome.FLAKY]
    lost = missing(verdict)
    open_count = len([check for check in blocking if check.outcome in _OPEN]) + len(lost)
    total = len(blocking) + len(lost)
    if verdict.verdict is Result.PASS:
        part = " of this partial run" if verdict.selection else ""
        again = f", {len(flaky)} of them only when tried again" if flaky else ""
        return f"All {total} blocking checks{part} passed{again}."
    parts = []
    if failed:
        parts.append(f"{len(failed)} of {total} blocking checks failed")
    if open_count:
        parts.append(f"{open_count} of {total}{_of(parts)} could not be judged")
    if flaky and verdict.flaky_counts_as is not Result.PASS:
        counted = f"passed only when tried again, which counts as {verdict.flaky_counts_as}"
        parts.append(f"{len(flaky)} of {total}{_of(parts)} {counted}")
    return f"{', '.join(parts)}." if parts else "No check accounts for this verdict; see the reasons."


def _of(said: list[str]) -> str:
    return "" if said else " blocking checks"


def missing(verdict: Verdict) -> list[str]:
    """The checks that were expected and of which nothing was heard."""
    known = {check.id for check in verdict.checks}
    return [name for name in verdict.expected_checks if name not in known]


def partial(verdict: Verdict) -> str:
    """What says of a partial run that it is one, and which part it was; empty for a full one."""
    return f"partial run: {one_line(verdict.selection)}" if verdict.selection else ""


def left_out(verdict: Verdict) -> str:
    """What the site does not have, where its configuration says so; otherwise empty."""
    return f"Not walked, as configured: {', '.join(verdict.left_out)}." if verdict.left_out else ""


def suite_of(verdict: Verdict) -> str:
    """The job's name, and its incident's, for dashboards, which show it beside every figure."""
    name = f"{verdict.job}.{one_line(verdict.load.incident)}" if verdict.load else verdict.job
    return f"{name} ({partial(verdict)})" if verdict.selection else name


def flaky_rule(verdict: Verdict) -> str:
    """What a flaky check counts as, where there is one and that is not a pass; otherwise empty."""
    is_flaky = any(check.outcome is Outcome.FLAKY for check in verdict.checks)
    if not is_flaky or verdict.flaky_counts_as is Result.PASS:
        return ""
    return f"A flaky check counts as {verdict.flaky_counts_as} here."
