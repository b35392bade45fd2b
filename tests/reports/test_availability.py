"""Lanes and shares are what was sampled, no more: holes stay holes, unusable samples say nothing."""

from __future__ import annotations

from typing import Any

import pytest

from reports.availability import Bucket, lanes, user_buckets
from reports.journal import Event
from reports.timeline import Timeline
from tests.reports.test_timeline import journal


def sample(
    at: float, *, ok: bool = True, probe: str = "landing", **more: Any
) -> tuple[float, str, dict[str, Any]]:
    """A probe's sample due at a monotonic instant."""
    fields = {"probe": probe, "ok": ok, "due_mono_s": at, "late_ms": 0.0, "duration_ms": 9.0, **more}
    return at, "probe.sampled", fields


def step(at: float, *, ok: bool) -> tuple[float, str, dict[str, Any]]:
    """A background user's step."""
    return at, "user.stepped", {"user": "u", "step": "quiz", "ok": ok}


INJECTED = (102.0, "fault.injected", {"fault": "f"})


def states(events: list[Event]) -> list[tuple[float, float, str, int]]:
    """The only lane's segments, in plain figures."""
    (lane,) = lanes(events, Timeline(events))
    return [(round(one.start_s, 3), round(one.end_s, 3), one.state, one.samples) for one in lane.segments]


def test_samples_that_say_the_same_are_one_segment() -> None:
    """A sample speaks for the time until the next; the last for one interval, here half a drill minute."""
    events = journal(
        INJECTED,
        sample(102.0),
        sample(102.5),
        sample(103.0, ok=False),
        sample(103.5, ok=False),
        sample(104.0),
    )

    assert states(events) == [(0, 60, "ok", 2), (60, 120, "bad", 2), (120, 150, "ok", 1)]


def test_an_unusable_sample_is_neither_good_nor_bad() -> None:
    """A probe that was late itself says nothing about the site, whatever it got."""
    events = journal(INJECTED, sample(102.0), sample(102.5, ok=False, usable=False), sample(103.0))

    assert [state for _, _, state, _ in states(events)] == ["ok", "unusable", "ok"]


def test_a_hole_in_the_samples_stays_a_hole() -> None:
    """A witness that was silent for ten seconds is not taken to have seen a healthy site."""
    events = journal(INJECTED, sample(102.0), sample(112.0))

    assert states(events) == [(0, 90, "ok", 1), (600, 630, "ok", 1)]


def test_each_probe_has_its_lane_in_order_of_appearance() -> None:
    """Counts are by usable state."""
    events = journal(
        INJECTED, sample(102.0, probe="quiz"), sample(102.1, ok=False), sample(102.5, probe="quiz")
    )
    quiz, landing = lanes(events, Timeline(events))

    assert (quiz.probe, quiz.count("ok"), quiz.count("bad")) == ("quiz", 2, 0)
    assert (landing.probe, landing.count("ok"), landing.count("bad")) == ("landing", 0, 1)


def test_samples_are_ordered_by_when_they_were_due() -> None:
    """A sample that took long is journaled after later ones and still stands in its own place."""
    events = journal(INJECTED, sample(102.5), (103.2, *sample(102.0, ok=False)[1:]))

    assert [state for _, _, state, _ in states(events)] == ["bad", "ok"]


def test_users_are_counted_in_stretches_of_drill_time() -> None:
    """Two of three steps in the first minute succeeded; a minute without users is left out."""
    events = journal(
        INJECTED, step(102.1, ok=True), step(102.2, ok=False), step(102.9, ok=True), step(104.5, ok=False)
    )

    assert user_buckets(events, Timeline(events), 60) == [Bucket(0, 60, 2, 3), Bucket(120, 180, 0, 1)]


@pytest.mark.parametrize("events", [[], journal()])
def test_nothing_seen_is_nothing_drawn(events: list[Event]) -> None:
    """No samples give no lane, never one that is all green."""
    assert lanes(events, Timeline(events)) == []
    assert user_buckets(events, Timeline(events), 60) == []
