"""The plots of a load: one axis of time, one scale a quantity, every bucket where it belongs."""

from __future__ import annotations

import pytest

from reports.axis import Axis
from reports.load_chart import Group, LoadChart, load_chart
from reports.load_record import Arm
from reports.verdict import Result, Verdict
from tests.reports.loads import (
    broken_pool,
    bucket,
    faster_dashboard,
    higher_limit,
    larger_pool,
    load_of,
    load_verdict,
    never_begun,
)


def drawn(*arms: Arm) -> LoadChart:
    """The plots of these arms."""
    return drawn_of(load_verdict(Result.PASS, list(arms)))


def drawn_of(verdict: Verdict) -> LoadChart:
    """The plots of a verdict."""
    chart = load_chart(load_of(verdict))
    assert chart
    return chart


def group(chart: LoadChart, title: str) -> Group:
    """The one whose title begins so."""
    return next(each for each in chart.groups if each.title.startswith(title))


def path(chart: LoadChart, title: str, arm: str, look: str) -> str:
    """One line of one plot."""
    plot = next(plot for plot in group(chart, title).plots if plot.arm == arm)
    return next(line.path for line in plot.lines if line.look == look)


def test_a_value_stands_at_its_share_of_the_axis() -> None:
    """From the low end, or from the top as pictures count, clipped to what is drawn."""
    axis = Axis(0, 200)

    assert [axis.at(value) for value in (-5, 0, 50, 200, 900)] == [0, 0, 25, 100, 100]
    assert [axis.top(value) for value in (0, 50, 200)] == [100, 75, 0]


def test_a_logarithmic_axis_gives_each_decade_as_much_room() -> None:
    """And marks it."""
    axis = Axis(10, 1000, log=True)

    assert [axis.at(value) for value in (1, 10, 100, 1000)] == [0, 0, 50, 100]
    assert [(mark.at, mark.text) for mark in axis.marks(4, lambda value: f"{value:g}")] == [
        (0, "10"),
        (50, "100"),
        (100, "1000"),
    ]


@pytest.mark.parametrize(
    ("high", "texts"),
    [
        (8, ["0", "1", "2", "3", "4", "5", "6", "7", "8"]),
        (0.1, ["0", "0.02", "0.04", "0.06", "0.08", "0.1"]),
        (33, ["0", "5", "10", "15", "20", "25", "30"]),
    ],
)
def test_marks_are_round_and_few(high: float, texts: list[str]) -> None:
    """From 0 on, not beyond the end."""
    assert [mark.text for mark in Axis(0, high).marks(8, lambda value: f"{value:g}")] == texts


def test_both_arms_share_every_scale() -> None:
    """The longer arm gives the time, the higher one the height; each quantity has its arms in order."""
    chart = drawn(broken_pool(), larger_pool())

    assert [mark.text for mark in chart.times][-1] == "8 s"
    assert [mark.text for mark in group(chart, "Requests").levels] == ["0", "100", "200", "300"]
    assert [[plot.arm for plot in each.plots] for each in chart.groups] == [["before", "after"]] * 3
    assert path(chart, "Requests", "after", "sent").startswith("M0 45H6.25V45H12.5")
    assert path(chart, "Requests", "after", "sent").endswith("H31.25")
    assert path(chart, "Requests", "before", "sent").endswith("H100")


def test_a_curve_goes_in_steps_and_is_open_where_nothing_was() -> None:
    """A line between two buckets would say what nobody measured."""
    buckets = [bucket(at_s / 2, 10, 10, 0, p50) for at_s, p50 in enumerate([100, None, 50, 100])]
    chart = drawn(larger_pool(buckets=buckets))

    assert path(chart, "Latency", "after", "p50") == "M0 33.33H25M50 66.67H75V33.33H100"


def test_the_failing_share_is_of_what_was_answered() -> None:
    """With the incident's band and what a fix has to be below, on the same scale."""
    chart = drawn(broken_pool(), larger_pool())
    shares = group(chart, "Share of the answers")

    assert [mark.text for mark in shares.levels] == ["0%", "10%", "20%", "30%"]
    assert (shares.band, shares.limit) == ((33.33, 66.67), 96.67)
    assert path(chart, "Share of the answers", "before", "failing").startswith("M0 100H6.25V100H12.5")
    assert "V49.28" in path(chart, "Share of the answers", "before", "failing")
    assert chart.band == "10% to 20%"


def test_a_band_up_to_all_fills_the_plot() -> None:
    """No share is above 100 %."""
    chart = drawn_of(higher_limit())
    shares = group(chart, "Share of the answers")

    assert shares.levels[-1].text == "100%"
    assert shares.band == (0, 90)


def test_of_slowness_slow_is_what_is_drawn() -> None:
    """Nothing fails there, and another share is the limit."""
    chart = drawn_of(faster_dashboard())
    shares = group(chart, "Share of the answers that took over 1 s")

    assert list(group(chart, "Requests").key.values()) == ["sent", "in time", "too slow"]
    assert list(shares.key.values()) == ["too slow"]
    assert "too slow" in shares.plots[0].said
    assert "too slow" in shares.plots[0].slots[-1].title
    assert (chart.fixed_below, shares.limit) == ("5%", 95)


def test_latency_is_logarithmic_only_beyond_a_decade() -> None:
    """A scale that can be read straight is."""
    near = drawn(larger_pool(buckets=[bucket(0, 1, 1, 0, 100), bucket(0.5, 1, 1, 0, 800)]))
    far = drawn(larger_pool(buckets=[bucket(0, 1, 1, 0, 30), bucket(0.5, 1, 1, 0, 3000)]))

    assert group(near, "Latency").title.endswith("ms")
    assert [mark.text for mark in group(near, "Latency").levels] == ["0", "500", "1,000"]
    assert group(far, "Latency").title.endswith("ms, logarithmic")
    assert [mark.text for mark in group(far, "Latency").levels] == ["100", "1,000"]


def test_the_time_in_which_a_queue_is_filled_is_told_apart() -> None:
    """It is no part of what is judged."""
    chart = drawn(broken_pool(), larger_pool())

    assert [plot.filling for plot in chart.groups[0].plots] == [25, 0]
    assert (chart.fills, drawn(larger_pool()).fills) == (True, False)


def test_every_bucket_tells_its_figures() -> None:
    """To whoever points at it, and the whole plot to whoever cannot see it."""
    chart = drawn(broken_pool(), larger_pool())
    plot = group(chart, "Requests").plots[0]

    assert len(plot.slots) == 16
    assert (plot.slots[4].left, plot.slots[4].width) == (25, 6.25)
    assert plot.slots[4].title == "before, 2.0 s: sent 138/s, served 117/s, failed 21/s"
    assert plot.said == "sent 138 to 294/s; served 117 to 117/s; failed 0 to 21/s"


def test_a_load_without_an_answer_is_drawn_still() -> None:
    """What was sent is known."""
    chart = drawn(broken_pool(buckets=[bucket(0, 248, 0, 0, None)]))

    assert path(chart, "Requests", "before", "sent") != ""
    assert path(chart, "Share of the answers", "before", "failing") == ""
    assert group(chart, "Latency").plots[0].said == "p50: nothing came; p95: nothing came; p99: nothing came"
    assert group(chart, "Latency").plots[0].slots[0].title == "before, 0.0 s: nothing came"


def test_nothing_is_drawn_of_nothing() -> None:
    """A run that ended before its first request."""
    assert load_chart(load_of(never_begun())) is None
