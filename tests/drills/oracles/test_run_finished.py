"""A run that was cut short cannot tell what would have come."""

from __future__ import annotations

import pytest

from drills.oracles.run_finished import judge
from reports.verdict import Outcome
from tests.drills.journals import changed, evidence, good_run, without


@pytest.mark.parametrize("reason", ["finished", "out-of-time"])
def test_its_own_end_is_one(reason: str) -> None:
    """Also when time was up: that is the responder's."""
    assert judge(evidence(changed(good_run(), "run.ended", reason=reason))).outcome is Outcome.PASS


@pytest.mark.parametrize("reason", ["interrupted", "crashed"])
def test_another_is_told(reason: str) -> None:
    """By name."""
    finding = judge(evidence(changed(good_run(), "run.ended", reason=reason)))

    assert (finding.outcome, finding.message) == (Outcome.INCONCLUSIVE, f"the run was {reason}")


def test_no_end_at_all_is_a_kill() -> None:
    """Nobody was left to write one."""
    assert judge(evidence(without(good_run(), "run.ended"))).message == "the run was killed"
