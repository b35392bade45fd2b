"""From a plan and what was seen to a finding; live, and again later from what was stored."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from load import burst_method, ledger, queue_method, stream_method
from load.finding import Answer, Finding
from load.method import Method, Step, follow
from load.plan import Plan
from reports.verdict import ExitCode

# Where a live arm leaves its finding, once it has one: its load has ended then.
FINDING = "finding.json"
# What a command returns that asked a single question of its target.
EXIT_CODES: Mapping[Answer, ExitCode] = {
    "REPRODUCED": ExitCode.PASS,
    "NOT REPRODUCED": ExitCode.FAIL,
    "FIXED": ExitCode.PASS,
    "PARTIAL": ExitCode.FAIL,
    "NOT FIXED": ExitCode.FAIL,
    "INCONCLUSIVE": ExitCode.INCONCLUSIVE,
}


def method(plan: Plan) -> Method:
    """How this plan's question is found out."""
    incident = plan.incident
    if incident.queue is not None:
        return queue_method.find_out(plan)
    return burst_method.find_out(plan) if incident.burst is not None else stream_method.find_out(plan)


def judge_again(plan: Plan, folder: Path) -> Finding:
    """The finding of a stored arm, from its outcomes alone. Raises `load.ledger.LedgerError`."""
    steps = ledger.read(folder)

    def begin(step: Step) -> ledger.StoredStep:
        stored = next(steps, None)
        if stored is None:
            return ledger.StoredStep("never begun", [], why="it ended before it was done")
        if stored.stages and stored.stages != step.stages:
            raise ledger.LedgerError(
                f"{folder}: {stored.title!r} is not what this version of firedrill does there; "
                "judge it with the one that made it, or run it again"
            )
        return stored

    return follow(method(plan), begin)
