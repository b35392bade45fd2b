"""Rehearsals: one that passes, one with a failure and a drill that did not end."""

from __future__ import annotations

from reports.rehearsal_record import Rehearsal, Rehearsed
from reports.verdict import Check, Outcome, Reason, Result, Target, Timing, Verdict
from tests.reports.story import NOON

ROWS = [
    Rehearsed(
        scenario="p0-bad-deploy",
        severity="P0",
        title="Un déploiement <casse> tout",
        verdict="PASS",
        triage_s=112,
        mitigate_s=168,
        validate_s=61,
        resolve_s=420,
        took_s=14.2,
        run="20261123T120000Z-p0-bad-deploy",
    ),
    Rehearsed(
        scenario="p1-persist-pool-full",
        severity="P1",
        title="Le pool est plein",
        verdict="FAIL",
        triage_s=200,
        reason="not-recovered",
        message="still broken at the end: persist",
        took_s=19.9,
    ),
]


def rehearsed(*rows: Rehearsed, result: Result, missing: int = 0) -> Verdict:
    """A rehearsal's verdict."""
    outcome = {"PASS": Outcome.PASS, "FAIL": Outcome.FAIL}
    names = [row.scenario for row in rows] + [f"p2-missing-{number}" for number in range(missing)]
    return Verdict(
        run_id="20261123T120000Z-abc",
        job="rehearse",
        started_at=NOON,
        verdict=result,
        reasons=[
            Reason(code=row.reason, check=row.scenario, message=f"{row.scenario}: {row.message}")
            for row in rows
            if row.reason
        ],
        target=Target(url="", env="world"),
        timing=Timing(used_s=41.2),
        checks=[
            Check(
                id=row.scenario,
                kind="scenario",
                title=row.title,
                outcome=outcome[row.verdict],
                message=f"{row.reason}: {row.message}" if row.reason else "",
            )
            for row in rows
        ],
        expected_checks=names,
        executed_checks=[row.scenario for row in rows],
        rehearsal=Rehearsal(
            responder="runbook", pace=60, seed=0, jobs=2, command="firedrill drill rehearse", rows=list(rows)
        ),
    )


REHEARSALS = {
    "rehearsal-pass": rehearsed(ROWS[0], result=Result.PASS),
    "rehearsal-fail": rehearsed(*ROWS, result=Result.FAIL, missing=1),
}
