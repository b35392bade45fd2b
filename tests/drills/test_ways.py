"""Ways out are told from what became production, whoever caused it and how."""

from __future__ import annotations

from dataclasses import replace

import pytest

from drills.case import Case
from drills.ways.catalogue import all_taken
from tests.drills.journals import (
    Row,
    asked,
    changed,
    evidence,
    good_run,
    journal,
    production,
    without,
    without_ticket,
)


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


def test_a_build_with_or_without_the_cache_is_told_apart_where_it_matters() -> None:
    """Each event once; where the scenario does not name the special case, as the general one."""
    run = without(good_run(), "production.changed", cause="rollback")
    at, kind, fields = production(11, "d4", "bad", "redeploy")
    case = evidence([*run, production(10, "d3", "bad", "deploy"), (at, kind, {**fields, "clean": True})]).case

    def told(*accepted: str) -> list[str]:
        scenario = case.scenario.model_copy(update={"accepted": accepted, "wrong": ()})
        return [each.way for each in all_taken(replace(case, scenario=scenario))]

    assert told("rollback") == ["redeploy", "redeploy"]
    assert told("force-deploy") == ["redeploy", "force-deploy"]
    assert told("force-deploy", "redeploy-with-cache") == ["redeploy-with-cache", "force-deploy"]


def test_maintenance_that_is_left_is_a_way_of_its_own() -> None:
    """By a build of its source without the variable; who is moved elsewhere is moved."""
    into = production(10, "d3", "bad", "redeploy", maintenance=True)
    out = production(11, "d4", "bad", "redeploy")

    assert ways(into, (*out[:2], {**out[2], "changed": ["MAINTENANCE_MODE"]})) == [
        "maintenance",
        "maintenance-and-back",
    ]
    assert ways(into, production(11, "d1", "good", "rollback")) == ["maintenance", "rollback"]


ENDED: Row = (11.0, "fault.ended", {"fault": "bad-deploy"})


def test_waiting_is_a_way_where_it_ended_by_itself() -> None:
    """And nobody had changed anything, nor asked for it."""
    run = without(good_run(), "production.changed", cause="rollback")
    quiet = without(run, "vendor.requested", method="POST")

    assert [each.way for each in evidence([*quiet, ENDED]).ways] == ["wait"]
    assert "wait" not in [each.way for each in evidence(quiet).ways]
    assert [each.way for each in evidence([*run, ENDED]).ways] == []
    moved = production(10, "d1", "good", "rollback")
    assert [each.way for each in evidence([*quiet, moved, ENDED]).ways] == ["rollback"]


def test_a_promoted_preview_is_a_hotfix() -> None:
    """Whatever else was promoted was in production before."""
    fields = {"deployment_id": "p1", "url": "u", "commit": "fix", "state": "READY"}
    preview: Row = (6.2, "deployment.changed", {**fields, "target": None})

    assert ways(preview, production(11, "d3", "fix", "promote")) == ["promote-hotfix"]
    assert ways(preview, production(11, "d1", "good", "promote")) == ["promote"]


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

    assert [taken.way for taken in all_taken(Case.of(begun))] == ["rollback"]


def test_the_fault_itself_is_no_way() -> None:
    """Nor is the history, nor what the harness undoes."""
    assert ways() == []
    assert ways(production(18.35, "d1", "good", "undo")) == []


def counted(at: float, **fields: int) -> Row:
    """The posts at a moment."""
    return (at, "rows.counted", {"table": "posts", "moment": "during", "count": 9, **fields})


@pytest.mark.parametrize(
    ("fields", "way"),
    [
        ({"repaired": 2}, ["repair-rows"]),
        ({"removed": 2}, ["delete-corrupted-rows"]),
        ({"removed": 2, "missing": 3}, ["broad-delete"]),
        ({"missing": 3}, []),
        ({"corrupted": 2}, []),
    ],
)
def test_what_was_done_to_rows_is_told_from_their_number(fields: dict[str, int], way: list[str]) -> None:
    """Of corrupted ones that were there: repaired, removed, or removed with others."""
    assert ways(counted(9, corrupted=2), counted(10, **fields)) == way


@pytest.mark.parametrize(
    ("actor", "before", "size", "way"),
    [("responder", 15, 30, ["resize-pool"]), ("responder", 30, 15, []), ("harness", 15, 30, [])],
)
def test_a_larger_pool_is_a_way(actor: str, before: int, size: int, way: list[str]) -> None:
    """Where the responder made it so."""
    assert ways((10, "pool.resized", {"actor": actor, "before": before, "size": size})) == way


@pytest.mark.parametrize(("to", "way"), [("10000", ["raise-time-out"]), ("5000", []), ("2000", []), ("", [])])
def test_a_longer_time_out_is_a_way_once_it_is_deployed(to: str, way: list[str]) -> None:
    """Longer than that of what was in production before it."""
    run = changed(good_run(), "production.changed", knobs={"DB_TIMEOUT_MS": "5000"})
    run = without(run, "production.changed", cause="rollback")
    at, kind, fields = production(11, "d3", "bad", "redeploy")
    deployed: Row = (at, kind, {**fields, "changed": ["DB_TIMEOUT_MS"], "knobs": {"DB_TIMEOUT_MS": to}})

    assert [each.way for each in evidence([*run, deployed]).ways] == way


def test_a_deletion_of_users_posts_is_a_way_where_the_responder_asked_for_it() -> None:
    """What a job deletes meanwhile is none."""
    asked_for = asked(9.8, "supabase", "DELETE", "/rest/v1/posts", status=204)

    assert ways(asked_for, counted(9.5, missing=2)) == ["delete-post"]
    assert ways(asked_for, counted(9.5, missing=2, removed=1)) == ["broad-delete"]
    assert ways(counted(9.5, missing=2)) == []
    assert ways(asked_for, counted(5.5, missing=2)) == []


def restored(at: float, actor: str = "responder") -> Row:
    """The database is taken back to a moment."""
    return (at, "database.restored", {"actor": actor, "to": "2026-01-31T12:00:00Z"})


BACK = production(9, "d1", "good", "rollback")
CLOSED = production(9, "d3", "bad", "redeploy", maintenance=True)
OUT = production(11, "d1", "good", "rollback")


@pytest.mark.parametrize(
    ("rows", "way"),
    [
        ([BACK, restored(10)], ["rollback", "restore"]),
        ([restored(10)], ["restore-while-deleting"]),
        ([restored(8), BACK], ["restore-while-deleting", "rollback"]),
        ([CLOSED, restored(10), OUT], ["maintenance", "restore-in-maintenance", "rollback"]),
        ([CLOSED, restored(10)], ["maintenance"]),
        ([BACK, restored(10, "harness")], ["rollback"]),
    ],
)
def test_a_restore_is_told_by_what_was_in_production(rows: list[Row], way: list[str]) -> None:
    """What deletes must be stopped before; in maintenance it is, and that must be left again."""
    assert ways(*rows) == way


def test_maintenance_that_is_left_with_what_deletes_is_no_way() -> None:
    """It goes on."""
    again = production(11, "d4", "bad", "redeploy")
    again = (*again[:2], {**again[2], "changed": ["MAINTENANCE_MODE"]})

    assert "restore-in-maintenance" not in ways(CLOSED, restored(10), again)


def test_a_variable_that_went_out_wrong_is_fixed_by_a_build_with_another() -> None:
    """Not by a build that changed something else."""
    run = without(good_run(), "production.changed", cause="rollback")
    run = changed(run, "production.changed", changed=["DATABASE_URL"])
    for variable, way in (("DATABASE_URL", ["env-fix"]), ("DB_TIMEOUT_MS", [])):
        at, kind, fields = production(11, "d3", "bad", "redeploy")
        rows = [*run, (at, kind, {**fields, "changed": [variable]})]
        assert [each.way for each in evidence(rows).ways] == way


def test_degraded_mode_is_a_build_that_writes_without_gemini() -> None:
    """And leaving it is none."""
    at, kind, fields = production(11, "d3", "bad", "redeploy")
    fields = {**fields, "changed": ["GEMINI_FALLBACK"]}

    assert ways((at, kind, {**fields, "knobs": {"GEMINI_FALLBACK": "true"}})) == ["degraded-mode"]
    assert ways((at, kind, {**fields, "knobs": {}})) == []


def test_waiting_in_vain_is_told_where_an_incident_was_opened_and_nothing_was_done() -> None:
    """Who changed something did not wait, and who opened nothing did not even that."""
    run = without(good_run(), "production.changed", cause="rollback")
    quiet = without(run, "vendor.requested", method="POST")

    assert [each.way for each in evidence(quiet).ways] == ["wait-in-vain"]
    assert [each.way for each in evidence(run).ways] == []
    assert [each.way for each in evidence(without_ticket(quiet)).ways] == []
    assert [each.way for each in evidence([*quiet, ENDED]).ways] == ["wait"]
