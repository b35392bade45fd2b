"""Ways out are told from what became production, whoever caused it and how."""

from __future__ import annotations

import pytest

from drills.case import Case
from drills.ways.catalogue import taken as ways_taken
from tests.drills.journals import Row, evidence, good_run, journal, production, without


def ways(*rows: Row) -> list[str]:
    """The ways taken when these deployments became production after the fault."""
    run = without(good_run(), "production.changed", cause="rollback")
    return [taken.way for taken in evidence([*run, *rows]).ways]


@pytest.mark.parametrize(
    ("row", "way"),
    [
        (production(11, "d1", "good", "rollback"), "rollback"),
        (production(11, "d1", "good", "promote"), "promote"),
        (production(11, "d1", "good", "alias"), "alias"),
        (production(11, "d3", "bad", "redeploy"), "redeploy"),
        (production(11, "d3", "bad", "deploy"), "redeploy"),
        (production(11, "d3", "fixed", "deploy"), "hotfix"),
        (production(11, "d3", "bad", "redeploy", maintenance=True), "maintenance"),
    ],
)
def test_each_way_is_recognised(row: Row, way: str) -> None:
    """And as no other."""
    assert ways(row) == [way]


def test_ways_come_in_order() -> None:
    """One after the other."""
    redeployed, back = production(10, "d3", "bad", "redeploy"), production(11, "d1", "good", "rollback")

    assert ways(back, redeployed) == ["redeploy", "rollback"]


def test_a_fault_that_is_dated_by_its_beginning_is_no_way() -> None:
    """What it did was recorded before it was, even where it is dated after it."""
    run = without(good_run(), "production.changed", commit="bad")
    events = journal([*run, production(6.25, "d2", "bad", "deploy")])
    begun = [
        event.model_copy(update={"mono_s": event.mono_s - 0.1}) if event.kind == "fault.injected" else event
        for event in events
    ]

    assert [taken.way for taken in ways_taken(Case.of(begun))] == ["rollback"]


def test_the_fault_itself_is_no_way() -> None:
    """Nor is the history, nor what the harness undoes."""
    assert ways() == []
    assert ways(production(18.35, "d1", "good", "undo")) == []
