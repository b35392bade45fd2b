"""How the gate's own traffic is told from its users'."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from smoke import marks
from smoke.access import housekeeping

RUN = "20261123T090601Z-abc123"


def test_all_requests_of_a_run_are_one_trace_and_each_its_own_span() -> None:
    """In the forms of W3C and of Sentry."""
    first, second = marks.headers(RUN), marks.headers(RUN)
    trace = marks.trace_id(RUN)

    assert len(trace) == 32
    assert first["traceparent"].split("-")[:2] == ["00", trace]
    assert first["sentry-trace"].split("-")[0] == trace
    assert first["traceparent"].split("-")[2] == first["sentry-trace"].split("-")[1]
    assert first["traceparent"] != second["traceparent"]
    assert marks.trace_id("another") != trace


def test_a_mark_is_found_again() -> None:
    """In the middle of a text too; a text without one has none."""
    assert marks.run_in(f"A post. {marks.marker(RUN)} And more.") == RUN
    assert marks.run_in("firedrill-gate/ is what it is called") is None


@pytest.mark.parametrize(
    ("run", "begun"),
    [
        (RUN, datetime(2026, 11, 23, 9, 6, 1, tzinfo=UTC)),
        ("run", None),
        ("20261399T090601Z-x", None),
    ],
)
def test_a_run_tells_when_it_began(run: str, begun: datetime | None) -> None:
    """By the stamp in its id."""
    assert marks.begun_at(run) == begun


def test_only_what_began_long_ago_is_left_over() -> None:
    """A run that does not tell is left alone."""
    now = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-x"

    assert housekeeping.is_left_over("20260101T000000Z-x")
    assert not housekeeping.is_left_over(now)
    assert not housekeeping.is_left_over("run")
