"""From a plan and what was seen to a finding; live, and again later from what was stored."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from load import burst_method, ledger, queue_method
from load.finding import Answer, Finding
from load.method import Method, follow
from load.plan import Plan
from reports.verdict import ExitCode

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
    return queue_method.find_out(plan) if plan.incident.queue is not None else burst_method.find_out(plan)


def judge_again(plan: Plan, folder: Path) -> Finding:
    """The finding of a stored arm, from its outcomes alone. Raises `load.ledger.LedgerError`."""
    steps = ledger.read(folder)

    def begin(_: object) -> ledger.StoredStep:
        step = next(steps, None)
        if step is None:
            return ledger.StoredStep("never begun", [], why="it ended before it was done")
        return step

    return follow(method(plan), begin)
