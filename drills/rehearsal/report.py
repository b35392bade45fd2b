"""One verdict of many: a check for each scenario, and its row in the table."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pydantic import ValidationError

from drills.rehearsal.crew import Done
from drills.scenario import Scenario
from reports.rehearsal_record import Rehearsal, Rehearsed
from reports.run import VERDICT
from reports.verdict import (
    Attempt,
    Check,
    Outcome,
    Reason,
    Result,
    Target,
    Timing,
    Verdict,
    merge,
)
from smoke.conclusion import tool_versions

JOB = "rehearse"
_OUTCOMES = {
    "PASS": Outcome.PASS,
    "FAIL": Outcome.FAIL,
    "INCONCLUSIVE": Outcome.INCONCLUSIVE,
}


def row_of(scenario: Scenario, done: Done) -> Rehearsed:
    """The line of one drill, from the verdict that it left; one without a verdict is inconclusive."""
    verdict = _verdict_of(done)
    reason, message = _why(done, verdict)
    seconds = {phase.id: phase.observed_s for phase in verdict.timing.phases} if verdict else {}
    return Rehearsed(
        scenario=scenario.id,
        severity=scenario.severity,
        title=scenario.title,
        verdict=verdict.verdict.value if verdict else "INCONCLUSIVE",
        triage_s=seconds.get("triage"),
        mitigate_s=seconds.get("mitigate"),
        validate_s=seconds.get("validate"),
        resolve_s=seconds.get("resolve"),
        reason=reason,
        message=message,
        took_s=round(done.took_s, 1),
        run=verdict.run_id if verdict else "",
    )


def conclude(
    run_id: str, started_at: datetime, used_s: float, expected: Sequence[str], rehearsal: Rehearsal
) -> Verdict:
    """The verdict of all; an ``expected`` scenario without a row did not end, and is inconclusive."""
    checks = [_check(row) for row in rehearsal.rows]
    missing = [name for name in expected if name not in {row.scenario for row in rehearsal.rows}]
    unheard = [Check(id=name, kind="scenario", outcome=Outcome.NOT_RUN) for name in missing]
    reasons = [
        Reason(code=row.reason or "no-reason", check=row.scenario, message=f"{row.scenario}: {row.message}")
        for row in rehearsal.rows
        if row.verdict != Result.PASS
    ]
    if missing:
        message = f"the rehearsal ended before: {', '.join(missing)}"
        reasons.append(Reason(code="run-cut-short", message=message))
    return Verdict(
        run_id=run_id,
        job=JOB,
        started_at=started_at,
        verdict=merge([*checks, *unheard]),
        reasons=reasons,
        target=Target(url="", env="world"),
        timing=Timing(used_s=round(used_s, 1)),
        checks=checks,
        expected_checks=list(expected),
        executed_checks=[check.id for check in checks],
        rehearsal=rehearsal,
        tool_versions=tool_versions(),
    )


def _check(row: Rehearsed) -> Check:
    outcome = _OUTCOMES[row.verdict]
    return Check(
        id=row.scenario,
        kind="scenario",
        title=row.title,
        outcome=outcome,
        message=f"{row.reason}: {row.message}" if row.reason else "",
        attempts=[Attempt(outcome=outcome, message=row.message, duration_ms=row.took_s * 1000)],
    )


def _verdict_of(done: Done) -> Verdict | None:
    if done.folder is None:
        return None
    try:
        return Verdict.model_validate_json((done.folder / VERDICT).read_text(encoding="utf-8"))
    except (OSError, ValidationError):
        return None


def _why(done: Done, verdict: Verdict | None) -> tuple[str, str]:
    """The code and the message of its first reason; nothing where there is none."""
    if verdict is None:
        return "no-verdict", f"the drill left no verdict; its last words: {done.said or 'none'}"
    return next(((reason.code, reason.message) for reason in verdict.reasons), ("", ""))
