"""Drill time counts from the injection, and a gate's own running time is charged unscaled."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from reports.facts.fact import fact_of
from reports.journal import Event
from reports.timeline import Timeline, clock_face, clock_text


def journal(*seen: tuple[float, str, dict[str, Any]], pace: float = 60.0) -> list[Event]:
    """Events at monotonic instants, each a kind with its fields, behind a ``run.started`` at 100 s."""
    rows = [(100.0, "run.started", {"run_id": "r", "job": "drill", "pace": pace}), *seen]
    return [
        Event(
            seq=number,
            wall=datetime.fromtimestamp(mono_s, UTC),
            mono_s=mono_s,
            drill_s=(mono_s - 100) * pace,
            fact=fact_of({"kind": kind, **fields}),
        )
        for number, (mono_s, kind, fields) in enumerate(rows, start=1)
    ]


def gate(start: float, end: float | None, run: str = "g") -> list[tuple[float, str, dict[str, Any]]]:
    """A gate that ran from ``start`` to ``end``."""
    rows: list[tuple[float, str, dict[str, Any]]] = [(start, "gate.started", {"gate_run": run})]
    if end is not None:
        rows.append((end, "gate.ended", {"gate_run": run, "verdict": "PASS"}))
    return rows


INJECTED = (102.0, "fault.injected", {"fault": "f"})


def test_paced_time_since_injection() -> None:
    """Two real seconds after the injection, at pace 60, are two drill minutes; before it is negative."""
    timeline = Timeline(journal(INJECTED))

    assert timeline.at(104.0) == pytest.approx(120)
    assert timeline.at(101.5) == pytest.approx(-30)


def test_an_event_and_its_instant_agree() -> None:
    """An event may be asked for as itself or as its monotonic instant."""
    events = journal(INJECTED, (103.0, "world.stopped", {}))

    assert Timeline(events).at(events[-1]) == Timeline(events).at(103.0) == pytest.approx(60)


def test_no_fault_counts_from_the_start_of_the_run() -> None:
    """Where no fault was injected, counting starts at run.started."""
    assert Timeline(journal()).at(101.0) == pytest.approx(60)


def test_no_events_at_all_is_real_time_from_zero() -> None:
    """An empty journal has no pace and no origin, and asking it is no error."""
    assert Timeline([]).at(3.0) == 3.0


def test_a_gate_is_charged_unscaled() -> None:
    """A gate of 4 real seconds costs 4 drill seconds, not 4 drill minutes."""
    timeline = Timeline(journal(INJECTED, *gate(103, 107)))

    assert timeline.at(103.0) == pytest.approx(60)
    assert timeline.at(105.0) == pytest.approx(62)
    assert timeline.at(107.0) == pytest.approx(64)
    assert timeline.at(108.0) == pytest.approx(124)


def test_a_gate_before_the_injection_moves_nothing_after_it() -> None:
    """The healthy gate at the start shifts only what came before the injection."""
    timeline = Timeline(journal(*gate(100.5, 101.5), INJECTED))

    assert timeline.at(104.0) == pytest.approx(120)
    assert timeline.at(100.5) == pytest.approx(-31)


def test_overlapping_gates_count_once() -> None:
    """The time in which two gates ran at once is set off once."""
    both = sorted([*gate(103, 107, "a"), *gate(105, 109, "b")], key=lambda row: row[0])
    nested = sorted([*gate(103, 109, "a"), *gate(105, 107, "b")], key=lambda row: row[0])

    assert Timeline(journal(INJECTED, *both)).at(110.0) == pytest.approx(60 + 6 + 60)
    assert Timeline(journal(INJECTED, *nested)).at(110.0) == pytest.approx(60 + 6 + 60)


def test_a_gate_still_running_is_charged_unscaled_so_far() -> None:
    """A live journal whose gate has not ended yet counts real time since its start."""
    assert Timeline(journal(INJECTED, *gate(103, None))).at(113.0) == pytest.approx(70)


def test_a_gate_cut_off_by_the_responders_end_stops_there() -> None:
    """A gate that was killed with its responder does not slow the clock for the rest of the drill."""
    ended = (105.0, "responder.ended", {"reason": "out-of-time"})

    assert Timeline(journal(INJECTED, *gate(103, None), ended)).at(106.0) == pytest.approx(60 + 2 + 60)


def test_a_gate_that_outlives_the_responder_counts_to_its_own_end() -> None:
    """The end of a gate is its own gate.ended, also where the responder ended earlier."""
    rows = [(103.0, "gate.started", {"gate_run": "g"}), (104.0, "responder.ended", {"reason": "finished"})]
    end = (105.0, "gate.ended", {"gate_run": "g", "verdict": "PASS"})

    assert Timeline(journal(INJECTED, *rows, end)).at(106.0) == pytest.approx(60 + 2 + 60)


def test_an_end_without_a_start_is_ignored() -> None:
    """A gate.ended that answers no gate.started changes nothing."""
    lone = (103.0, "gate.ended", {"gate_run": "g", "verdict": "PASS"})

    assert Timeline(journal(INJECTED, lone)).at(104.0) == pytest.approx(120)


def test_real_pace_is_real_time() -> None:
    """At pace 1 gates make no difference."""
    assert Timeline(journal(INJECTED, *gate(103, 107), pace=1.0)).at(109.5) == pytest.approx(7.5)


@pytest.mark.parametrize(
    ("seconds", "text", "face"),
    [
        (0, "0s", "00:00"),
        (0.04, "0s", "00:00"),
        (-0.04, "0s", "00:00"),
        (0.4, "0.4s", "00:00"),
        (9.96, "10s", "00:10"),
        (45, "45s", "00:45"),
        (59.7, "1m00s", "01:00"),
        (300, "5m00s", "05:00"),
        (370, "6m10s", "06:10"),
        (86400, "24h00m", "24:00:00"),
        (3723, "1h02m03s", "1:02:03"),
        (-30, "-30s", "-00:30"),
    ],
)
def test_durations_and_instants_as_text(seconds: float, text: str, face: str) -> None:
    """A duration reads 6m10s in a sentence and 06:10 on an axis."""
    assert clock_text(seconds) == text
    assert clock_face(seconds) == face


def test_a_clients_running_time_is_charged_unscaled() -> None:
    """As the gate's, which may run within it: a program does not run faster at a faster pace."""
    rows = [(103.0, "client.started", {"client_run": "c", "name": "firedrill smoke"}), *gate(104, 105)]
    end = (106.0, "client.ended", {"client_run": "c"})

    assert Timeline(journal(INJECTED, *rows, end)).at(107.0) == pytest.approx(60 + 3 + 60)
