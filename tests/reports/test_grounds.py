"""Reasons that say the same are one ground, and nothing of them is lost."""

from __future__ import annotations

from reports.grounds import Ground, grounds
from reports.verdict import Reason


def test_reasons_with_the_same_message_are_one_ground() -> None:
    """Eight checks that did not begin are one line that names the eight, in order, each once."""
    reasons = [
        Reason(code="refused", check="reachable", message="nothing listens there", events=[3]),
        Reason(code="quiz-not-run", check="quiz", message="not begun:\nno answer", events=[5, 4]),
        Reason(code="login-not-run", check="login", message="not begun: no answer", events=[5]),
    ]

    assert grounds(reasons) == [
        Ground("nothing listens there", "", ["reachable"], ["refused"], [3]),
        Ground("not begun: no answer", "", ["quiz", "login"], ["quiz-not-run", "login-not-run"], [5, 4]),
    ]


def test_another_section_of_the_runbook_is_another_ground() -> None:
    """Where to read on is part of what a reason says."""
    reasons = [Reason(code="a", message="late", runbook_ref=ref) for ref in ("1.2", "2", "1.2")]

    assert [ground.runbook_ref for ground in grounds(reasons)] == ["1.2", "2"]


def test_a_ground_without_a_check_is_named_by_its_code() -> None:
    """Something always stands beside the message."""
    (ground,) = grounds([Reason(code="budget-spent", message="the budget ended")])

    assert ground.about == ["budget-spent"]
