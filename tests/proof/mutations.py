"""The whole gate, evidence included, gives each mutated world the verdict of a careful person."""

from __future__ import annotations

import tempfile
from pathlib import Path

from reports.verdict import Outcome, Verdict
from tests.smoke.ground import Ground
from tests.smoke.mutations import MUTATIONS, Mutation

TITLE = "the gate judges mutated deployments and vendors as a careful person would"
_ALL = {mutation.name: mutation for mutation in MUTATIONS}


def cases() -> list[str]:
    """One case a mutation."""
    return list(_ALL)


def what(case: str) -> str:
    """What is wrong, and what the verdict should be."""
    mutation = _ALL[case]
    red = f" by {', '.join(mutation.red)}" if mutation.red else ""
    return f"{mutation.what}: {mutation.verdict}{red}"


def run(case: str) -> tuple[bool, str]:
    """A world of its own, every check."""
    mutation = _ALL[case]
    verdict = judged(mutation)
    return agrees(mutation, verdict), told(verdict)


def judged(mutation: Mutation) -> Verdict:
    """What the gate says of a world that is mutated so."""
    ground = Ground(mutation.users)
    ground.on_line = lambda line: None
    ground.start()
    try:
        mutation.breaks(ground)
        with tempfile.TemporaryDirectory() as folder:
            return ground.judge(Path(folder) / f"20261123T000000Z-{mutation.name}")
    finally:
        ground.stop()


def agrees(mutation: Mutation, verdict: Verdict) -> bool:
    """Whether the verdict, the checks that are red and what the first of them says are as they should be."""
    outcomes = {check.id: check for check in verdict.checks}
    red = all(outcomes[name].outcome not in {Outcome.PASS, Outcome.FLAKY} for name in mutation.red)
    said = mutation.said in outcomes[mutation.red[0]].message if mutation.red else True
    return verdict.verdict is mutation.verdict and red and said


def told(verdict: Verdict) -> str:
    """The verdict and what was not fine, in one line."""
    odd = [
        f"{check.id} {check.outcome.value.replace('_', ' ')}" + ("" if check.blocking else " (advice)")
        for check in verdict.checks
        if check.outcome is not Outcome.PASS
    ]
    return f"{verdict.verdict}: {', '.join(odd) or 'every check passed'}"
