"""The chart's geometry: everything stands at its instant on one axis, budgets and lateness to scale."""

from __future__ import annotations

import pytest

from reports.chart import Bar, Chart, Row, Scale, chart
from reports.notable import moments
from reports.timeline import Timeline
from reports.verdict import Phase, Timing
from tests.reports.drills import failing_drill, inconclusive_drill, passing_drill, phase


def drawn(sample: str) -> Chart:
    """The chart of one of the sample drills."""
    drills = {"pass": passing_drill, "fail": failing_drill, "open": inconclusive_drill}
    verdict, events = drills[sample]()
    timeline = Timeline(events)
    return chart(verdict.timing, events, moments(events, timeline), timeline)


def row_of(phases: list[Phase], label: str, until_s: float = 1000) -> Row:
    """One phase's row of a chart over these phases alone."""
    whole = chart(Timing(used_s=until_s, phases=phases), [], [], Timeline([]))
    return next(row for row in whole.phases if row.label == label)


def bar(row: Row, look: str) -> Bar:
    """The bar of a row that has this look."""
    return next(one for one in row.bars if look in one.look.split())


def test_an_instant_stands_at_its_share_of_the_axis() -> None:
    """Per cent from the left, clipped to what is drawn."""
    scale = Scale(-100, 900, 800)

    assert [scale.at(seconds) for seconds in (-500, -100, 0, 400, 900, 5000)] == [0, 0, 10, 50, 100, 100]


@pytest.mark.parametrize(
    ("end_s", "texts"),
    [
        (60, ["00:00", "00:10", "00:20", "00:30", "00:40", "00:50", "01:00"]),
        (900, ["00:00", "02:00", "04:00", "06:00", "08:00", "10:00", "12:00", "14:00"]),
        (7200, ["00:00", "30:00", "1:00:00", "1:30:00", "2:00:00"]),
    ],
)
def test_ticks_are_round_and_few(end_s: float, texts: list[str]) -> None:
    """Minutes and seconds since the injection, which is itself never left out."""
    ticks = Scale(-5, end_s, end_s).ticks()

    assert [tick.text for tick in ticks] == texts
    assert not ticks[0].minor


def test_a_late_phase_shows_by_how_much() -> None:
    """Within the budget one colour, beyond it another, and the two meet at the budget's end."""
    row = row_of([phase("triage", "Triage", "1", 100, 500, budget_s=300, declared_s=450)], "Triage")
    took, over, said = (bar(row, look) for look in ("took", "over", "said"))

    assert took.width + over.width == pytest.approx(bar(row, "budget").width * 500 / 300, rel=0.01)
    assert over.left == pytest.approx(took.left + took.width, abs=0.02)
    assert said.width == pytest.approx((took.width + over.width) * 0.9, rel=0.01)
    assert (row.figure, row.note) == ("8m20s", "of 5m00s · said 7m30s")
    assert over.title == "3m20s over the budget"


def test_a_phase_in_time_has_nothing_over() -> None:
    """No bar claims lateness where there was none."""
    row = row_of([phase("triage", "Triage", "1", 100, 200, budget_s=300)], "Triage")

    assert [one.look.split()[0] for one in row.bars] == ["budget", "took"]


def test_a_phase_that_never_ended_is_open_to_the_last_thing_seen() -> None:
    """It is drawn as long as somebody looked, and says so."""
    row = row_of([phase("triage", "Triage", "1", 100, None, budget_s=300)], "Triage", until_s=800)
    opened = bar(row, "open")

    assert opened.left + opened.width == pytest.approx(100 * 800 / (800 * 1.02), abs=0.1)
    assert row.figure == "not observed"


def test_a_phase_that_never_began_is_silent() -> None:
    """An empty row with words, not a bar."""
    row = row_of([phase("validate", "Validate", "3", None, None, budget_s=300)], "Validate")

    assert (row.bars, row.silent) == ([], "never began")


def test_a_budget_of_a_day_does_not_squeeze_the_minutes() -> None:
    """The axis is as long as the incident; a budget that goes on beyond it is open on the right."""
    phases = [
        phase("triage", "Triage", "1", 0, 100, budget_s=300),
        phase("post-mortem", "Post-mortem", "4", 500, 60, budget_s=86400),
    ]
    row = row_of(phases, "Post-mortem", until_s=600)

    assert "beyond" in bar(row, "budget").look
    assert bar(row_of(phases, "Triage", until_s=600), "took").width > 10


def test_lanes_show_the_outage_between_its_pins() -> None:
    """Each probe's red stretch lies between the injection and the restoration."""
    whole = drawn("pass")
    fault, restored = (next(pin for pin in whole.pins if pin.look == look) for look in ("fault", "good"))

    assert len(whole.probes) == 4
    for lane in whole.probes:
        down = [one for one in lane.bars if one.look == "bad"]
        assert down
        assert all(fault.left <= one.left and one.left + one.width <= restored.left + 1 for one in down)
        assert lane.figure.endswith("failed")


def test_users_shares_are_drawn_from_their_steps() -> None:
    """All well before and after, nobody served in between."""
    users = drawn("pass").users

    assert users is not None
    shares = [float(one.look) for one in users.bars]
    assert shares[0] == shares[-1] == 100
    assert 0 in shares
    assert users.note.endswith("steps")


def test_gates_after_the_injection_are_drawn() -> None:
    """The healthy gate before it is not part of the incident."""
    (gates,) = drawn("pass").gates

    assert (gates.figure, gates.note) == ("PASS", "1 run")
    assert len(gates.bars) == 1


def test_pins_that_would_cover_each_other_stand_on_levels() -> None:
    """Letters in order of time, never two in one place."""
    whole = drawn("fail")

    assert [pin.letter for pin in whole.pins] == [chr(ord("A") + place) for place in range(len(whole.pins))]
    for one in whole.pins:
        for other in whole.pins:
            if one is not other and one.level == other.level:
                assert abs(one.left - other.left) >= 6
    assert whole.pin_levels == 1 + max(pin.level for pin in whole.pins)


def test_a_run_of_which_nothing_was_seen_can_be_drawn() -> None:
    """No phases, no events: an axis and nothing on it."""
    empty = chart(Timing(used_s=0), [], [], Timeline([]))

    assert (empty.phases, empty.pins, empty.probes, empty.users) == ([], [], [], None)
    assert empty.ticks[0].text == "00:00"
