"""The last observation ends when nothing is on its way and every probe has said enough."""

from __future__ import annotations

from drills.settling import Settling
from tests.drills.incidents import address
from tests.drills.journals import Row, asked, journal, production, samples

ROLLBACK = asked(2.0, "vercel", "POST", "/v9/projects/p/rollback/d1", status=201)


def settled(*rows: Row, now: float, samples_needed: int = 3) -> bool:
    """Whether it is, after these events, with actions that take at most 7 real seconds."""
    settling = Settling(samples_needed, longest_s=7.0)
    for event in journal(rows):
        settling.saw(event)
    return settling.settled(100 + now)


def test_enough_samples_of_every_probe_settle() -> None:
    """Good or bad: it is about having seen."""
    assert settled(*samples(0, 1.5, lambda _: False), now=1.5)


def test_too_few_do_not() -> None:
    """One probe with two is enough to go on."""
    assert not settled(*samples(0, 1.3, lambda _: True), now=1.3)


def test_samples_before_the_last_change_do_not_count() -> None:
    """They were about something else."""
    changed = production(2.0, "d1", "good", "rollback")

    assert not settled(*samples(0, 3.4, lambda _: True), changed, now=3.4)
    assert settled(*samples(0, 3.6, lambda _: True), changed, now=3.6)


def test_what_was_asked_for_is_waited_for() -> None:
    """A rollback takes its minutes, whether or not whoever asked still waits."""
    assert not settled(*samples(0, 5, lambda _: True), ROLLBACK, now=5)


def test_when_it_came_the_wait_is_over() -> None:
    """And the samples count anew."""
    came = production(4.5, "d1", "good", "rollback")

    assert settled(*samples(0, 6.5, lambda _: True), ROLLBACK, came, now=6.5)


def test_what_never_comes_is_not_waited_for_longer_than_it_may_take() -> None:
    """The longest action of the platform is the limit."""
    assert settled(*samples(0, 9.5, lambda _: True), ROLLBACK, now=9.5)


def test_a_refused_change_is_none() -> None:
    """Nothing will come of it."""
    refused = asked(2.0, "vercel", "POST", "/v9/projects/p/rollback/d1", status=409)

    assert settled(*samples(0, 5, lambda _: True), refused, now=5)


def test_what_is_counted_over_a_time_is_watched_for_that_long() -> None:
    """Since the fault, and since the last change."""
    injected: Row = (1.0, "fault.injected", {"fault": "alert-spam"})
    rows = [*samples(0, 9, lambda _: True), injected]

    def settled(now: float, *more: Row) -> bool:
        settling = Settling(3, longest_s=7.0, watch_s=4.0)
        for event in journal([*rows, *more]):
            settling.saw(event)
        return settling.settled(100 + now)

    changed = production(3.0, "d1", "good", "rollback")
    assert (settled(4.9), settled(5.1)) == (False, True)
    assert (settled(6.9, changed), settled(7.1, changed)) == (False, True)


def test_a_stream_must_have_sent_enough_since_the_last_change() -> None:
    """Probes alone cannot see what it sees; a pool that is resized is so at once."""
    resized = asked(1.0, "supabase-management", "PATCH", "/v1/projects/p/config/database/pooler")
    rows = [*samples(0, 5, lambda _: True), resized]
    load: list[Row] = [(at, "load.sampled", {"sent": 100, "failed": 0}) for at in (0.5, 1.5, 2.5, 3.5)]

    def settled(*more: Row) -> bool:
        settling = Settling(3, longest_s=7.0, posts=299)
        for event in journal([*rows, *more]):
            settling.saw(event)
        return settling.settled(105)

    assert settled(*load)
    assert not settled(*load[:-1])


def test_people_behind_one_address_must_have_been_seen_too() -> None:
    """As many as samples, since the last change; those who abuse Postry do not count."""
    rows = samples(0, 6, lambda _: True)
    came = production(2.0, "d1", "good", "redeploy")
    before, after = address(1.0, 9, 9), [address(at, 1) for at in (3.0, 4.0, 5.0)]

    assert not settled(*rows, before, came, *after[:2], address(5.5, 5, legitimate=False), now=6)
    assert settled(*rows, before, came, *after, now=6)
