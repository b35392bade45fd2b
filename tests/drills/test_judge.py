"""The judge: one verdict from one journal, the same again, and never better than what was seen."""

from __future__ import annotations

import pytest

from drills.judge import ask, judge
from drills.oracle import Evidence, Finding, Oracle
from drills.oracles.catalogue import discover
from reports.journal import JournalError
from reports.verdict import Outcome, Result
from tests.drills.journals import BACK, changed, evidence, good_run, journal, resampled, without


def test_a_good_run_passes() -> None:
    """Every oracle holds, and says so."""
    verdict = judge(journal(good_run()))

    assert verdict.verdict is Result.PASS
    assert verdict.reasons == []
    assert {check.outcome for check in verdict.checks} == {Outcome.PASS}
    assert [check.id for check in verdict.checks] == verdict.expected_checks == verdict.executed_checks
    assert len(verdict.checks) == 15


def test_what_was_judged_is_told() -> None:
    """The deployment at the end, the times, the impact."""
    verdict = judge(journal(good_run()))

    assert (verdict.target.deployment_id, verdict.target.commit) == ("d1", "good")
    assert (verdict.target.verified_at_start, verdict.target.verified_at_end) == (True, True)
    assert verdict.timing.budget_s == 3600
    assert verdict.timing.used_s == pytest.approx((17.6 - 7.0 - 4.0) * 60 + 4.0)
    assert verdict.drill is not None
    assert (verdict.drill.scenario, verdict.drill.severity) == ("p0-test", "P0")
    assert [figure.id for figure in verdict.drill.impact] == [
        "downtime",
        "users-affected",
        "conversions-lost",
        "revenue-lost",
    ]


def test_the_same_journal_gives_the_same_verdict() -> None:
    """To the byte."""
    events = journal(good_run())

    assert judge(events).model_dump_json() == judge(events).model_dump_json()


def test_a_failure_has_its_reason_with_the_runbook_and_the_events() -> None:
    """What a reader needs to look it up."""
    rows = without(good_run(), "mail.sent", message_id="m2")

    verdict = judge(journal(rows))

    assert verdict.verdict is Result.FAIL
    assert [reason.code for reason in verdict.reasons] == ["people-not-alerted", "people-not-alerted"]
    assert {(reason.check, reason.runbook_ref) for reason in verdict.reasons} == {("informed", "P0")}


def test_what_is_missing_in_a_run_that_cannot_be_judged_is_inconclusive() -> None:
    """Interrupted before the mitigation: it might still have come."""
    rows = [row for row in good_run() if row[0] < BACK]

    verdict = judge(journal([*rows, (BACK, "run.ended", {"reason": "interrupted"})]))

    assert verdict.verdict is Result.INCONCLUSIVE
    assert [reason.code for reason in verdict.reasons] == ["run-cut-short"]
    assert Outcome.FAIL not in {check.outcome for check in verdict.checks}


def test_a_killed_run_is_inconclusive() -> None:
    """A journal without an end, however good it looks."""
    rows = without(good_run(), "run.ended")

    assert judge(journal(rows)).verdict is Result.INCONCLUSIVE


def test_a_site_that_was_ill_before_is_inconclusive() -> None:
    """And the responder, who could not heal it, has not failed."""
    rows = changed(resampled(good_run(), lambda _: False), "gate.ended", verdict="FAIL")

    verdict = judge(journal(rows))

    assert verdict.verdict is Result.INCONCLUSIVE
    assert [reason.code for reason in verdict.reasons] == ["not-healthy-at-start"]


def test_a_broken_oracle_is_inconclusive_itself() -> None:
    """It says what broke, and the others go on."""

    def breaks(_: Evidence) -> Finding:
        raise ZeroDivisionError("division by zero")

    finding = ask(Oracle("broken", "t", "", "run", breaks), evidence(good_run()))

    assert finding.outcome is Outcome.INCONCLUSIVE
    assert "ZeroDivisionError: division by zero" in finding.message


def test_a_broken_oracle_keeps_a_run_from_passing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that was not judged counts as good."""

    def breaks(_: Evidence) -> Finding:
        raise RuntimeError

    broken = Oracle("broken", "t", "", "whole", breaks)
    monkeypatch.setattr("drills.judge.discover", lambda: (*discover(), broken))

    verdict = judge(journal(good_run()))

    assert verdict.verdict is Result.INCONCLUSIVE
    assert [reason.code for reason in verdict.reasons] == ["oracle-broken"]


def test_another_journal_is_refused() -> None:
    """A gate's journal states no scenario."""
    rows = without(good_run(), "scenario.stated")

    with pytest.raises(JournalError, match="not one of a drill"):
        judge(journal(rows))


def test_a_scenario_of_another_version_is_refused() -> None:
    """Rather told than guessed."""
    rows = changed(good_run(), "scenario.stated", scenario={"id": "p0-test", "colour": "red"})

    with pytest.raises(JournalError, match="another version"):
        judge(journal(rows))


def test_oracles_come_in_the_order_of_the_phases() -> None:
    """What must hold for all first, the whole last."""
    ids = [oracle.id for oracle in discover()]

    assert ids[:3] == ["run-finished", "started-healthy", "witness"]
    assert ids[3:6] == ["detected", "triaged", "mitigated"]
    assert ids[-3:] == ["budgets", "nothing-lost", "nothing-weakened"]
