"""The steps of a drill that wait for somebody: the gate, the alert, the responder, the last look."""

from __future__ import annotations

import contextlib
import datetime
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal

from drills import runbook
from drills.alert_flood import MINUTE_S
from drills.brief import Alert, Brief
from drills.keepsakes import BRIEF, OUTPUT
from drills.load_recovery import enough
from drills.responders.responder import Engagement, Responder
from drills.runbook import JudgeSettings
from drills.scenario import Scenario
from drills.settling import Settling
from fixtures.clock import Clock
from fixtures.command import write_env_file
from fixtures.config import load
from fixtures.interruption import INTERRUPTED, WORLD_LOST, undisturbed
from fixtures.world import World
from reports import files
from reports.facts.fault import FaultEnded
from reports.facts.messages import AlertFired, MailSent
from reports.facts.responder import GateEnded, GateStarted, ResponderEnded, ResponderStarted
from reports.facts.run import EndReason
from reports.journal import Event, Journal, facts
from reports.run import VERDICT, RunFolder
from reports.scrub import Scrubber
from reports.verdict import Result
from smoke.assignment import CONTROL_TOKEN, CONTROL_URL
from smoke.gate import run_gate

# Real time that is granted beside drill time to what only computers do.
GRACE_S = 15.0


class CalledOffError(Exception):
    """The drill cannot go on, through nobody's fault: the site was ill before, or nobody was alerted."""


def prove_healthy(
    journal: Journal, folder: RunFolder, env: Mapping[str, str], journeys: Literal["browser", "http"]
) -> None:
    """Step 1: the gate passes. Raises `CalledOffError`, or KeyboardInterrupt where that ended the gate."""
    # It is the harness's gate: it must not declare itself as the responder's.
    own = {name: value for name, value in env.items() if name not in {CONTROL_URL, CONTROL_TOKEN}}
    kept = folder.path / "gate-at-start"
    kept.mkdir()
    journal.record(GateStarted(gate_run=kept.name, actor="harness"))
    target = load(Path(env["FIREDRILL_CONFIG"])).target["world"]
    verdict = run_gate(target, kept, journeys=journeys, env=own)
    files.write_json(kept / VERDICT, verdict)
    codes = [reason.code for reason in verdict.reasons]
    journal.record(
        GateEnded(
            gate_run=kept.name, actor="harness", verdict=verdict.verdict, reasons=codes, folder=kept.name
        )
    )
    if INTERRUPTED in codes or WORLD_LOST in codes:
        raise KeyboardInterrupt
    if verdict.verdict is not Result.PASS:
        told = "; ".join(reason.message for reason in verdict.reasons)
        raise CalledOffError(f"not healthy at the start: {told}")


def await_alert(journal: Journal, clock: Clock, injected: Event, within_s: float) -> Alert:
    """Step 3: Postry's own monitoring notices, or it does not. Raises `CalledOffError`."""
    fired = journal.wait_for(
        lambda event: isinstance(event.fact, AlertFired) and event.mono_s >= injected.mono_s,
        clock.real_s(within_s) + GRACE_S,
    )
    if fired is None:
        raise CalledOffError(f"no alert within {within_s:g} s of drill time")
    assert isinstance(fired.fact, AlertFired)
    mail = next(
        mail for _, mail in facts(journal.events, MailSent) if mail.message_id == fired.fact.message_id
    )
    return Alert(source=fired.fact.source, subject=mail.subject, text=mail.text, received_at=fired.wall)


def hand_over(
    journal: Journal,
    folder: RunFolder,
    world: World,
    env: Mapping[str, str],
    responder: Responder,
    alert: Alert,
    limit_s: float,
    local_time: datetime.time,
) -> EndReason:
    """Steps 4 and 5: the responder acts, for at most ``limit_s`` drill seconds; how the run ended."""
    brief = Brief(
        alert=alert,
        local_time=local_time.replace(second=0, microsecond=0),
        runbook=runbook.FILE,
        pace=world.clock.pace,
        limit_s=limit_s,
        environment=sorted(world.env()),
    )
    files.write_json(folder.path / BRIEF, brief)
    # The run folder's name tells the scenario, so what the responder gets lies elsewhere.
    handed = files.write_json(world.folder.path / BRIEF, brief)
    journal.record(ResponderStarted(responder=responder.name, command=responder.command))
    with _scrubbed_output(world, folder) as output:
        ending = responder.respond(
            Engagement(
                brief=brief,
                brief_file=handed,
                env=env,
                env_file=write_env_file(world),
                output=output,
                run_folder=folder.path,
                deadline_mono_s=time.monotonic() + world.clock.real_s(limit_s),
                journal=journal,
            )
        )
    journal.record(ResponderEnded(reason=ending.reason, returncode=ending.returncode, detail=ending.detail))
    return "out-of-time" if ending.reason == "out-of-time" else "finished"


@contextlib.contextmanager
def _scrubbed_output(world: World, folder: RunFolder) -> Iterator[Path]:
    """Where a responder's output goes; it is kept without the world's secrets, however the responder ends."""
    raw = world.folder.path / OUTPUT
    try:
        yield raw
    finally:
        with undisturbed():
            if raw.exists():
                text = Scrubber(world.secrets).scrub_text(raw.read_text(encoding="utf-8", errors="replace"))
                files.write_text(folder.path / OUTPUT, text)


def await_end(journal: Journal, clock: Clock, ends_after_s: float | None) -> None:
    """Where the fault ends by itself, so many drill seconds after it began, watch until it has."""
    if ends_after_s is not None:
        journal.wait_for(
            lambda event: isinstance(event.fact, FaultEnded), clock.real_s(ends_after_s) + GRACE_S
        )


def settle(
    journal: Journal, clock: Clock, scenario: Scenario, judge: JudgeSettings, longest_s: float
) -> None:
    """The last look: until every probe has said enough about what the responder left.

    ``longest_s``: real seconds that a vendor's action may take.
    """
    posts = enough(judge.failed_share, judge.confidence) if scenario.persists_per_s else 0
    watch_s = clock.real_s(MINUTE_S) if scenario.outage == "alerts" else 0.0
    settling, seen = Settling(judge.clean_samples, longest_s, posts, watch_s), 0
    known = len(journal.events)

    def settled(event: Event) -> bool:
        nonlocal seen
        if event.seq > seen:
            settling.saw(event)
            seen = event.seq
        return seen >= known and settling.settled(time.monotonic())

    journal.wait_for(settled, max(longest_s, watch_s) + GRACE_S)
