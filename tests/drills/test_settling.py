"""The last observation ends when nothing is on its way and every probe has said enough."""

from __future__ import annotations

from drills.settling import Settling
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
