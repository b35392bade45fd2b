"""The post-mortem stands in Linear, complete."""

from __future__ import annotations

import pytest

from drills.oracles.postmortem_filed import judge
from reports.verdict import Outcome
from tests.drills.journals import POSTMORTEM, changed, codes, commented, evidence, good_run, without


def test_a_complete_one_holds() -> None:
    """With where and when."""
    assert judge(evidence(good_run())).message.startswith("filed in POS-1 at")


def test_none_yet_is_open() -> None:
    """It is due a day later, and the run ended before."""
    finding = judge(evidence(without(good_run(), "ticket.commented")))

    assert (finding.outcome, codes(finding)) == (Outcome.INCONCLUSIVE, ["postmortem-not-seen"])
    assert "due 24h00m after the end" in finding.message


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("### Cause Root\nbug\n", "cause"),
        ("### Impact\n- 3\n", "impact"),
        ("### Timeline\n- 12:00\n", "timeline"),
        ("### Actions Correctives\n1. [ ] test\n", "corrective actions"),
        ("### Lessons Learned\n- rien", "lessons"),
    ],
)
def test_what_it_lacks_is_told(heading: str, name: str) -> None:
    """Each part of the runbook's template."""
    assert heading in POSTMORTEM
    rows = [*without(good_run(), "ticket.commented"), commented(18.0, POSTMORTEM.replace(heading, ""))]

    finding = judge(evidence(rows))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["postmortem-incomplete"])
    assert finding.message.endswith(f"lacks: {name}")


def test_a_minor_incident_needs_none() -> None:
    """P2 has no post-mortem."""
    rows = without(good_run(), "ticket.commented")
    scenario = {**rows[1][2]["scenario"], "severity": "P2", "id": "p2-test"}

    assert judge(evidence(changed(rows, "scenario.stated", scenario=scenario))).outcome is Outcome.PASS
