"""A drill, step by step: healthy, undo written, broken, alerted, handed over, watched, undone.

Whatever happens, a Ctrl-C included, the fault is healed, the world stopped and a verdict written. Ctrl-C
during that last part is ignored: it is short, and half of it would be worse.
"""

from __future__ import annotations

import contextlib
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import JsonValue

from drills import control_file, runbook
from drills.brief import Alert, Brief
from drills.judge import JOB, judge
from drills.keepsakes import BRIEF, OUTPUT, artifacts
from drills.lock import held
from drills.responders.responder import Engagement, Responder
from drills.rows import RowCount
from drills.runbook import Runbook
from drills.scenario import Scenario
from drills.settling import Settling
from fixtures.clock import Clock
from fixtures.command import write_env_file
from fixtures.config import load
from fixtures.errors import SetupError
from fixtures.faults import catalogue as faults
from fixtures.faults.fault import Fault
from fixtures.probes.witness import Witness
from fixtures.world import World
from reports import files
from reports.facts import AlertFired, MailSent
from reports.journal import Event, Journal, facts
from reports.run import JOURNAL, VERDICT, RunFolder, render_all
from reports.verdict import Result, Verdict
from smoke.conclusion import tool_versions
from smoke.gate import CONTROL_TOKEN, CONTROL_URL, INTERRUPTED, run_gate

JOURNEYS = "FIREDRILL_JOURNEYS"
# Real time that is granted beside drill time to what only computers do.
GRACE_S = 15.0
# How much longer than its budget an incident may take before the drill is called off.
_PATIENCE = 1.25


class CalledOffError(Exception):
    """The drill cannot go on, through nobody's fault: the site was ill before, or nobody was alerted."""


@dataclass(frozen=True)
class Settings:
    """What one drill is made of. ``limit_s``: drill seconds for the responder (default: by the severity)."""

    scenario: Scenario
    responder: Responder
    pace: float = 1.0
    seed: int = 0
    journeys: Literal["browser", "http"] = "browser"
    background_users: int = 24
    probe_interval_s: float = 0.5
    limit_s: float | None = None

    def __post_init__(self) -> None:
        if self.pace > self.scenario.fastest_pace:
            raise SetupError(
                f"pace {self.pace:g}: {self.scenario.id} needs real waits and stands at most "
                f"{self.scenario.fastest_pace:g}; choose a slower one"
            )


@dataclass(frozen=True)
class Outcome:
    """How a drill ended. ``broke`` is what broke in the harness, if anything did."""

    verdict: Verdict
    interrupted: bool = False
    broke: Exception | None = None


class Drill:
    """One run, in its own folder. ``tell`` gets a line for each step as it begins."""

    def __init__(
        self, settings: Settings, folder: RunFolder, tell: Callable[[str], None] = lambda _: None
    ) -> None:
        self._settings = settings
        self._folder = folder
        self._tell = tell
        self._clock = Clock(settings.pace)
        self._runbook: Runbook = runbook.load()
        self._undos: list[tuple[str, Callable[[], object]]] = []

    def run(self) -> Outcome:
        """All of it. Raises OSError where the run folder cannot be written."""
        reason, detail = "crashed", "it did not begin"
        broke: Exception | None = None
        with held(self._folder.path), Journal(self._folder.path / JOURNAL, self._clock.at) as journal:
            try:
                reason, detail = self._carry_out(journal), ""
            except KeyboardInterrupt:
                reason, detail = "interrupted", ""
            except CalledOffError as error:
                reason, detail = "finished", str(error)
            except Exception as error:  # noqa: BLE001 - a verdict is written whatever breaks, then it is told
                reason, detail, broke = "crashed", f"{type(error).__name__}: {error}", error
            finally:
                with undisturbed():
                    self._clean_up()
                    journal.record("run.ended", reason=reason, detail=detail)
            with undisturbed():
                verdict = judge(journal.events, artifacts(self._folder))
                render_all(self._folder.path, verdict, journal.events)
        return Outcome(verdict, reason == "interrupted", broke)

    def _carry_out(self, journal: Journal) -> str:
        """Steps 1 to 5; how the run ended."""
        settings = self._settings
        self._state(journal)
        world = self._start(journal)
        env = {**os.environ, **world.env(), JOURNEYS: settings.journeys}
        self._tell("checking that the site is healthy")
        self._prove_healthy(journal, env)
        rows = RowCount(world.cluster.url, settings.scenario.keeps, journal.record)
        rows.before()
        injected = self._break(journal, world)
        alert = self._await_alert(journal, injected)
        self._tell(f"alert: {alert.subject}")
        reason = self._hand_over(journal, world, env, alert)
        self._settle(journal)
        rows.after()
        return reason

    def _state(self, journal: Journal) -> None:
        settings = self._settings
        journal.record(
            "run.started",
            run_id=self._folder.run_id,
            job=JOB,
            pace=settings.pace,
            seed=settings.seed,
            responder=settings.responder.name,
            probe_interval_s=settings.probe_interval_s,
            resolution_s=settings.probe_interval_s * settings.pace,
            background_users=settings.background_users,
            tool_versions=tool_versions(),
        )
        journal.record(
            "scenario.stated",
            scenario=settings.scenario.model_dump(mode="json"),
            runbook=self._runbook.model_dump(mode="json"),
        )

    def _start(self, journal: Journal) -> World:
        """The world with its witness, which loads while the world starts."""
        settings = self._settings
        self._tell("starting the world")
        witness = Witness(journal.record, settings.probe_interval_s)
        self._undos.append(("witness", witness.stop))
        world = World(
            self._clock, journal.record, background_users=settings.background_users, seed=settings.seed
        )
        self._undos.append(("world", world.stop))
        world.start()
        world.watched_by(witness)
        control_file.write(world.folder.path, world.urls.control, world.tokens.control)
        return world

    def _prove_healthy(self, journal: Journal, env: dict[str, str]) -> None:
        """Step 1. Raises `CalledOffError`."""
        # It is the harness's gate: it must not declare itself as the responder's.
        own = {name: value for name, value in env.items() if name not in {CONTROL_URL, CONTROL_TOKEN}}
        folder = self._folder.path / "gate-at-start"
        folder.mkdir()
        journal.record("gate.started", gate_run=folder.name, actor="harness")
        target = load(Path(env["FIREDRILL_CONFIG"])).target["world"]
        verdict = run_gate(target, folder, journeys=self._settings.journeys, env=own)
        files.write_json(folder / VERDICT, verdict)
        codes = [reason.code for reason in verdict.reasons]
        journal.record(
            "gate.ended",
            gate_run=folder.name,
            actor="harness",
            verdict=verdict.verdict,
            reasons=codes,
            folder=folder.name,
        )
        if INTERRUPTED in codes:
            raise KeyboardInterrupt
        if verdict.verdict is not Result.PASS:
            told = "; ".join(reason.message for reason in verdict.reasons)
            raise CalledOffError(f"not healthy at the start: {told}")

    def _break(self, journal: Journal, world: World) -> Event:
        """Step 2: the undo is written before anything breaks."""
        fault = faults.discover()[self._settings.scenario.fault]
        undo = dict(world.call(fault.plan(world)))
        journal.record("fault.armed", fault=fault.id, undo=undo)
        self._undos.append(("fault", lambda: self._heal(journal, world, fault, undo)))
        self._tell("breaking it")
        # It may be felt before `inject` is back: what is seen from here on is seen of the fault.
        begun_mono_s = time.monotonic()
        world.call(fault.inject(world, undo))
        return journal.record("fault.injected", at_mono_s=begun_mono_s, fault=fault.id)

    def _heal(self, journal: Journal, world: World, fault: Fault, undo: dict[str, JsonValue]) -> None:
        world.call(fault.heal(world, undo))
        journal.record("fault.healed", fault=fault.id)

    def _await_alert(self, journal: Journal, injected: Event) -> Alert:
        """Step 3: Postry's own monitoring notices, or it does not. Raises `CalledOffError`."""
        within_s = self._settings.scenario.alert.within_s
        fired = journal.wait_for(
            lambda event: isinstance(event.fact, AlertFired) and event.mono_s >= injected.mono_s,
            self._clock.real_s(within_s) + GRACE_S,
        )
        if fired is None:
            raise CalledOffError(f"no alert within {within_s:g} s of drill time")
        assert isinstance(fired.fact, AlertFired)
        mail = next(
            mail for _, mail in facts(journal.events, MailSent) if mail.message_id == fired.fact.message_id
        )
        return Alert(source=fired.fact.source, subject=mail.subject, text=mail.text, received_at=fired.wall)

    def _hand_over(self, journal: Journal, world: World, env: dict[str, str], alert: Alert) -> str:
        """Steps 4 and 5; ``finished`` or ``out-of-time``."""
        settings = self._settings
        responder = settings.responder
        budgets = self._runbook.severity[settings.scenario.severity].budgets
        limit_s = settings.limit_s or _PATIENCE * budgets.get("resolve", 3600.0)
        brief = Brief(
            alert=alert,
            runbook=runbook.FILE,
            pace=settings.pace,
            limit_s=limit_s,
            environment=sorted(world.env()),
        )
        files.write_json(self._folder.path / BRIEF, brief)
        # The run folder's name tells the scenario, so what the responder gets lies elsewhere.
        handed = files.write_json(world.folder.path / BRIEF, brief)
        journal.record("responder.started", responder=responder.name, command=responder.command)
        self._tell(f"responder {responder.name} is at work")
        ending = responder.respond(
            Engagement(
                brief=brief,
                brief_file=handed,
                env=env,
                env_file=write_env_file(world),
                output=self._folder.path / OUTPUT,
                deadline_mono_s=time.monotonic() + self._clock.real_s(limit_s),
                journal=journal,
            )
        )
        journal.record(
            "responder.ended", reason=ending.reason, returncode=ending.returncode, detail=ending.detail
        )
        return "out-of-time" if ending.reason == "out-of-time" else "finished"

    def _settle(self, journal: Journal) -> None:
        """The last look: until every probe has said enough about what the responder left."""
        self._tell("watching what is left")
        longest_s = self._clock.real_s(self._runbook.longest_vendor_action_s)
        settling = Settling(self._runbook.judge.clean_samples, longest_s)
        seen = 0

        def settled(event: Event) -> bool:
            nonlocal seen
            if event.seq > seen:
                settling.saw(event)
                seen = event.seq
            return seen >= known and settling.settled(time.monotonic())

        known = len(journal.events)
        journal.wait_for(settled, longest_s + GRACE_S)

    def _clean_up(self) -> None:
        """Step 6: undo everything, last first; what fails does not keep the rest."""
        while self._undos:
            name, undo = self._undos.pop()
            try:
                undo()
            except Exception as error:  # noqa: BLE001 - the rest must still be undone
                self._tell(f"could not undo {name}: {type(error).__name__}: {error}")


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C and SIGTERM are ignored meanwhile; in the main thread, the only one that gets them."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
