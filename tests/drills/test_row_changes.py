"""A loss of users' rows is an outage, which ends when all of them are back."""

from __future__ import annotations

from drills.oracles.recovered import judge
from drills.recovery import Outage
from drills.row_changes import find_rows_outage
from reports.facts.database import RowsCounted
from reports.journal import facts
from reports.verdict import Outcome
from tests.drills.journals import Row, changed, codes, evidence, good_run, journal
from tests.drills.test_recovery import at


def counted(at: float, missing: int, since: float | None = None) -> Row:
    """The posts at a moment; ``since`` is the look before."""
    since_mono_s = None if since is None else 100 + since
    fields = {"table": "posts", "moment": "during", "count": 9, "since_mono_s": since_mono_s}
    return (at, "rows.counted", {**fields, "missing": missing})


def outage(*rows: Row) -> Outage:
    """What these counts show."""
    return find_rows_outage(facts(journal(rows), RowsCounted))


def test_it_lasts_until_nothing_is_missing() -> None:
    """The last that still was is the look before."""
    seen = outage(counted(1, 0), counted(2, 3), counted(3, 6), counted(9, 0, since=8.5))

    assert (at(seen.broke), at(seen.last_bad), at(seen.clean)) == (2.0, 8.5, 9.0)


def test_what_goes_missing_again_was_not_back() -> None:
    """As after a restore while the job still runs."""
    seen = outage(counted(2, 3), counted(5, 0, since=4.5), counted(6, 3))

    assert (seen.clean, len(seen.relapses)) == (None, 1)
    assert at(outage(counted(2, 3), counted(5, 0), counted(6, 3), counted(8, 0)).clean) == 8.0


def test_without_a_loss_there_was_no_outage() -> None:
    """Whatever came."""
    assert outage(counted(1, 0), counted(2, 0)) == Outage()


def test_rows_that_are_missing_in_the_end_are_no_recovery() -> None:
    """Though every page works."""
    finding = judge(evidence(changed(good_run(), "rows.counted", missing=2)))

    assert (finding.outcome, codes(finding)) == (Outcome.FAIL, ["not-recovered"])
    assert "2 posts of users are still missing" in finding.message


def test_an_incident_is_over_when_the_rows_are_back_too() -> None:
    """Later than the pages."""
    run = [*good_run(), counted(7.5, 4), counted(14.0, 0, since=13.5)]

    finding = judge(evidence(run))

    assert finding.outcome is Outcome.PASS
    assert "good again at 6m14s" in finding.message
