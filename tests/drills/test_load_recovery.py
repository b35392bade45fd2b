"""Where some requests fail: the outage as a stream of posts saw it, alone and together with probes."""

from __future__ import annotations

import math
from typing import Any

import pytest

from drills.load_recovery import both, enough, find_load_outage, is_below
from drills.recovery import Outage
from reports.facts.samples import LoadSampled
from reports.journal import Event, facts
from tests.drills.journals import Row, journal
from tests.drills.test_recovery import at

LIMIT, CONFIDENCE = 0.01, 0.95


def second(at: float, failed: int = 0, sent: int = 100, **fields: Any) -> Row:
    """One second of the stream."""
    return (at, "load.sampled", {"sent": sent, "failed": failed, **fields})


def outage(*rows: Row) -> Outage:
    """What these seconds show."""
    return find_load_outage(facts(journal(rows), LoadSampled), LIMIT, CONFIDENCE)


def test_the_window_begins_after_the_last_failure() -> None:
    """Not where the judge was sure, which takes some three hundred posts."""
    seen = outage(second(0), second(1, 15), second(2, 12), *(second(t) for t in (3, 4, 5, 6)))

    assert (at(seen.broke), at(seen.last_bad)) == (1.0, 2.0)
    assert (at(seen.clean), at(seen.sure)) == (3.0, 5.0)


def test_too_few_posts_are_no_recovery() -> None:
    """Two hundred of which none fails may well be of a stream that loses one in a hundred."""
    assert outage(second(0, 15), second(1), second(2)).clean is None


def test_a_failure_before_it_is_sure_begins_the_window_anew() -> None:
    """However small the share."""
    seen = outage(second(0, 15), second(1), second(2), second(3, 1), *(second(t) for t in (4, 5, 6)))

    assert at(seen.clean) == 4.0


def test_a_single_failure_afterwards_is_none() -> None:
    """One in a thousand."""
    rows = [second(t, failed=1 if t == 8 else 0) for t in range(1, 12)]

    assert at(outage(second(0, 15), *rows).clean) == 1.0


def test_failures_that_come_back_end_the_recovery() -> None:
    """As when a longer time-out has only put them off."""
    seen = outage(second(0, 15), *(second(t) for t in range(1, 6)), *(second(t, 15) for t in range(6, 9)))

    assert (seen.clean, at(seen.last_bad), len(seen.relapses)) == (None, 8.0, 1)


@pytest.mark.parametrize("fields", [{"unsent": 1}, {"late_ms": 800.0}, {"refused": 100}])
def test_a_second_of_another_load_says_nothing(fields: dict[str, Any]) -> None:
    """Posts that were not sent cannot fail."""
    rows = [second(t, **fields) for t in range(1, 10)]

    assert outage(second(0, 15), *rows).clean is None


def test_seconds_are_read_in_the_order_in_which_they_began() -> None:
    """They are told when all of their posts have ended."""
    rows = journal([second(0, 15), second(1, 15), *(second(t) for t in (2, 3, 4))])
    late = [*rows[2:], *rows[:2]]

    assert at(find_load_outage(facts(late, LoadSampled), LIMIT, CONFIDENCE).clean) == 2.0


def test_a_stream_that_never_failed_saw_no_outage() -> None:
    """Always good is not good again."""
    assert outage(*(second(t) for t in range(9))) == Outage()


@pytest.mark.parametrize(
    ("failed", "sent", "below"),
    [(0, 298, False), (0, 299, True), (1, 472, False), (1, 473, True), (0, 0, False), (5, 300, False)],
)
def test_the_share_is_below_one_per_cent_with_confidence(failed: int, sent: int, *, below: bool) -> None:
    """The exact binomial test at 95 %: of none that failed it takes 299, of one 473."""
    assert is_below(LIMIT, failed, sent, CONFIDENCE) is below


def test_how_many_are_enough() -> None:
    """As many as the test needs where none fails."""
    assert enough(LIMIT, CONFIDENCE) == 299
    assert math.isclose((1 - LIMIT) ** 299, 0.05, abs_tol=0.001)


def moments() -> list[Event]:
    """Five, a second apart."""
    return journal([second(t) for t in range(5)])


def test_together_it_is_broken_when_either_is_and_over_when_both_are() -> None:
    """The earliest beginning, the latest end."""
    one, two, three, four, five = moments()

    joined = both(Outage(one, two, three, four), Outage(two, three, four, five))
    assert (joined.broke, joined.last_bad, joined.clean, joined.sure) == (one, three, four, five)
    assert both(Outage(one, two, three, four), Outage(two, five)).clean is None
    assert both(Outage(), Outage(two, three, four, five)).clean is four
    assert both(Outage(one, two, three, four), Outage()).clean is three
