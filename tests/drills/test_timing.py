"""A program of known delays shows each boundary of a phase right to one probe interval."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from drills.responders.program import Program
from fixtures.probes.journeys import PROBES
from reports.facts.fault import FaultInjected
from reports.facts.messages import AlertFired
from reports.verdict import Phase, Result
from tests.drills import known_delays
from tests.drills.running import PACE, drilled, explained, only

INTERVAL_S = 0.5


@dataclass(frozen=True)
class Timed:
    """The drill's phases, and what the program noted itself, in real seconds since the injection."""

    phases: dict[str, Phase]
    noted: dict[str, tuple[float, float]]
    alerted_s: float

    def at(self, phase: str) -> float:
        """When a phase ended, in real seconds since the injection, the gate's own time still in it."""
        ended_s = self.phases[phase].ended_s
        assert ended_s is not None
        return ended_s / PACE

    @property
    def gate_s(self) -> float:
        """How long the gate took, in real seconds; longer than asked for on a busy machine."""
        begun, ended = self.noted["gate"]
        return ended - begun

    @property
    def set_off_s(self) -> float:
        """By how much that shortens the paced time: it is charged as it is."""
        return self.gate_s * (1 - 1 / PACE)


@pytest.fixture(scope="module")
def timed(tmp_path_factory: pytest.TempPathFactory) -> Timed:
    """One drill, looked at from several sides."""
    program = Program("cmd:known_delays", [sys.executable, str(Path(known_delays.__file__))])
    outcome, folder = drilled(tmp_path_factory.mktemp("timing"), program)
    assert outcome.verdict.verdict is Result.PASS, explained(outcome, folder)
    zero = only(folder, FaultInjected).mono_s
    lines = [line.split() for line in (folder.path / "responder.log").read_text().splitlines()]
    return Timed(
        phases={phase.id: phase for phase in outcome.verdict.timing.phases},
        noted={name: (float(before) - zero, float(after) - zero) for name, before, after in lines},
        alerted_s=only(folder, AlertFired).mono_s - zero,
    )


def test_detection_is_the_alert(timed: Timed) -> None:
    """Whatever the responder says when."""
    assert timed.at("detect") == pytest.approx(timed.alerted_s, abs=0.01)
    assert timed.phases["detect"].declared_s is not None
    before, after = timed.noted["ack"]
    assert before <= timed.phases["detect"].declared_s / PACE + 0.01 <= after + 0.02


def test_triage_ends_when_the_ticket_stands(timed: Timed) -> None:
    """Between the program's request and its answer."""
    before, after = timed.noted["triage"]

    assert before - 0.01 <= timed.at("triage") <= after + 0.01


def test_mitigation_ends_when_users_are_served_again(timed: Timed) -> None:
    """To one probe interval; not when the judge was sure, which is two intervals later."""
    last_bad, first_good = timed.noted["back"]

    assert last_bad - 0.01 <= timed.at("mitigate") <= first_good + INTERVAL_S + INTERVAL_S / len(PROBES)


def test_validation_ends_with_the_last_reading(timed: Timed) -> None:
    """The gate's second is charged as a second, not as a minute."""
    before, after = timed.noted["validated"]

    assert timed.gate_s >= known_delays.GATE_S
    assert before - 0.1 <= timed.at("validate") + timed.set_off_s <= after + 0.1


@pytest.mark.parametrize(("phase", "noted"), [("resolve", "closed"), ("post-mortem", "filed")])
def test_the_end_is_when_linear_says_so(timed: Timed, phase: str, noted: str) -> None:
    """Between request and answer, with the gate's time set off."""
    before, after = timed.noted[noted]

    assert before - 0.1 <= timed.at(phase) + timed.set_off_s <= after + 0.1


def test_lengths_are_from_boundary_to_boundary(timed: Timed) -> None:
    """Each phase begins where the one before ended."""
    phases = timed.phases
    for earlier, later in (("triage", "mitigate"), ("mitigate", "validate"), ("resolve", "post-mortem")):
        assert phases[later].started_s == phases[earlier].ended_s
    for phase in phases.values():
        assert phase.observed_s is not None
        assert phase.started_s is not None
        assert phase.ended_s is not None
        assert phase.observed_s == pytest.approx(phase.ended_s - phase.started_s, abs=0.11)
