"""How a rehearsal reads: its answer in a sentence, and the cells of its table."""

from __future__ import annotations

from reports.rehearsal_record import Rehearsal, Rehearsed
from reports.timeline import clock_text
from reports.verdict import Outcome, Result, Verdict

PHASES = ("triage", "mitigate", "validate", "resolve")
OUTCOMES = {"PASS": Outcome.PASS, "FAIL": Outcome.FAIL, "INCONCLUSIVE": Outcome.INCONCLUSIVE}


def answer(verdict: Verdict, rehearsal: Rehearsal) -> str:
    """How many scenarios came out how."""
    total = len(verdict.expected_checks)
    said = "1 scenario" if total == 1 else f"{total} scenarios"
    if verdict.verdict is Result.PASS:
        return f"The runbook can be carried out: {said} passed in {verdict.timing.used_s:.0f} s."
    failed = sum(row.verdict == "FAIL" for row in rehearsal.rows)
    unclear = sum(row.verdict == "INCONCLUSIVE" for row in rehearsal.rows)
    missing = total - len(rehearsal.rows)
    parts = [f"{failed} failed"] if failed else []
    parts += [f"{unclear} could not be judged"] if unclear else []
    parts += [f"{missing} did not end"] if missing else []
    return f"Of {said} {', '.join(parts)}."


def times(row: Rehearsed) -> list[str]:
    """The length of each of `PHASES`, as a clock; a hyphen where its end was not seen."""
    seconds = (row.triage_s, row.mitigate_s, row.validate_s, row.resolve_s)
    return ["-" if each is None else clock_text(each) for each in seconds]
