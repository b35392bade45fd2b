"""The whole gate against mutated worlds; `tests.proof.mutations` holds the whole table."""

from __future__ import annotations

from pathlib import Path

import pytest

from reports.verdict import Outcome
from tests.smoke.ground import Ground
from tests.smoke.mutations import MUTATIONS, Mutation


@pytest.mark.parametrize(
    "mutation", [mutation for mutation in MUTATIONS if mutation.in_suite], ids=lambda mutation: mutation.name
)
def test_the_gate_agrees_with_a_careful_person(mutation: Mutation, tmp_path: Path) -> None:
    """The verdict, the checks that are red, and what the first of them says."""
    ground = Ground(mutation.users)
    ground.start()
    try:
        mutation.breaks(ground)
        verdict = ground.judge(tmp_path / f"20261123T000000Z-{mutation.name}")
    finally:
        ground.stop()

    found = {check.id: check for check in verdict.checks}
    assert verdict.verdict is mutation.verdict, verdict.checks
    for name in mutation.red:
        assert found[name].outcome not in {Outcome.PASS, Outcome.FLAKY}, found[name]
    assert not mutation.red or mutation.said in found[mutation.red[0]].message


def test_there_are_enough_of_them() -> None:
    """Of each verdict, in the suite too."""
    verdicts = [mutation.verdict for mutation in MUTATIONS]

    assert len(MUTATIONS) >= 25
    assert min(verdicts.count(verdict) for verdict in set(verdicts)) >= 5
    assert {mutation.verdict for mutation in MUTATIONS if mutation.in_suite} == set(verdicts)
