"""A drill, step by step: healthy, undo written, broken, alerted, handed over, watched, undone.

Whatever happens, a Ctrl-C included, the fault is healed, the world stopped and a verdict written. Ctrl-C
during that last part is ignored: it is short, and half of it would be worse.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from pydantic import JsonValue

from drills import colleagues, control_file, runbook, surprise
from drills.judge import JOB, judge
from drills.keepsakes import artifacts
from drills.lock import held
from drills.rows import RowCount
from drills.runbook import Runbook
from drills.settings import Settings
from drills.stages import CalledOffError, await_alert, await_end, hand_over, prove_healthy, settle
from fixtures import interruption, noise, responder_shell
from fixtures.clock import Clock
from fixtures.colleague import Colleagues
from fixtures.command import shell_env
from fixtures.faults import catalogue as faults
from fixtures.faults.fault import Advised, Fault, Prepared
from fixtures.interruption import undisturbed
from fixtures.probes.witness import Witness
from fixtures.stream.crowd import crowd_of
from fixtures.stream.stream import Stream
from fixtures.time_of_day import later
from fixtures.world import World
from reports.facts.fault import FaultArmed, FaultHealed, FaultInjected
from reports.facts.run import EndReason, RunEnded, RunStarted, ScenarioStated
from reports.journal import Event, Journal
from reports.run import JOURNAL, RunFolder, render_all
from reports.verdict import Verdict
from smoke.conclusion import tool_versions

JOURNEYS = "FIREDRILL_JOURNEYS"
LONGEST_CALM_S = 60.0


@dataclass(frozen=True)
class Outcome:
    """How a drill ended. ``broke`` is what broke in the harness, if anything did."""

    verdict: Verdict
    interrupted: bool = False
    broke: Exception | None = None


def calm_s(seed: int) -> float:
    """Drill seconds between the last look at the healthy site and the fault: nobody can tell the moment."""
    return random.Random(f"calm/{seed}").uniform(0, LONGEST_CALM_S)  # noqa: S311 - a rhythm, not a secret


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
        reason: EndReason = "crashed"
        detail = "it did not begin"
        broke: Exception | None = None
        sealed = surprise.seals if self._settings.surprise else None
        with held(self._folder.path), Journal(self._folder.path / JOURNAL, self._clock.at, sealed) as journal:
            try:
                reason, detail = self._carry_out(journal), ""
            except KeyboardInterrupt:
                reason, detail = "interrupted", interruption.lost()
            except CalledOffError as error:
                reason, detail = "finished", str(error)
            except Exception as error:  # noqa: BLE001 - a verdict is written whatever breaks, then it is told
                reason, detail, broke = "crashed", f"{type(error).__name__}: {error}", error
            finally:
                with undisturbed():
                    left = self._clean_up()
                    detail = "; ".join(filter(None, [detail, *left]))
                    journal.record(RunEnded(reason=reason, detail=detail))
                    journal.unseal()
            with undisturbed():
                verdict = judge(journal.events, artifacts(self._folder))
                render_all(self._folder.path, verdict, journal.events)
        return Outcome(verdict, reason == "interrupted" and not interruption.lost(), broke)

    def _carry_out(self, journal: Journal) -> EndReason:
        """Steps 1 to 5; how the run ended."""
        settings = self._settings
        self._state(journal)
        world = self._start(journal)
        env = {
            **responder_shell.without_foreign(os.environ),
            **world.env(),
            JOURNEYS: settings.journeys,
        }
        fault = faults.discover()[settings.scenario.fault]
        if isinstance(fault, Prepared):
            world.call(fault.prepare(world))
        self._tell("checking that the site is healthy")
        prove_healthy(journal, self._folder, env, settings.journeys)
        rows = RowCount(
            world.cluster.url, settings.scenario.keeps, journal.record, without=[world.smoke_user_id]
        )
        self._undos.append(("the count of rows", rows.stop))
        rows.before()
        injected = self._break(journal, world, fault)
        if isinstance(fault, Advised):
            self._let_answer(journal, world, fault)
        alert = await_alert(journal, self._clock, injected, settings.scenario.alert.within_s)
        self._tell(f"alert: {alert.subject}")
        self._tell(f"responder {settings.responder.name} is at work")
        severity = self._runbook.severity[settings.scenario.severity]
        limit_s = settings.time_limit_s(severity.budgets["resolve"])
        since_s = self._clock.now() - self._clock.at(injected.mono_s)
        local_time = later(settings.scenario.local_time, since_s)
        reason = hand_over(journal, self._folder, world, env, settings.responder, alert, limit_s, local_time)
        self._tell("watching what is left")
        await_end(journal, self._clock, settings.scenario.ends_after_s)
        longest_s = self._clock.real_s(self._runbook.longest_vendor_action_s)
        settle(journal, self._clock, settings.scenario, self._runbook.judge, longest_s)
        rows.after()
        return reason

    def _state(self, journal: Journal) -> None:
        settings = self._settings
        journal.record(
            RunStarted(
                run_id=self._folder.run_id,
                job=JOB,
                pace=settings.pace,
                seed=0 if settings.surprise else settings.seed,
                responder=settings.responder.name,
                probe_interval_s=settings.probe_interval_s,
                resolution_s=settings.probe_interval_s * settings.pace,
                background_users=settings.background_users,
                tool_versions=tool_versions(),
            )
        )
        journal.record(
            ScenarioStated(
                scenario=settings.scenario.model_dump(mode="json"),
                runbook=self._runbook.model_dump(mode="json"),
                seed=settings.seed if settings.surprise else None,
            )
        )

    def _start(self, journal: Journal) -> World:
        """The world with its witness and its stream, which load while the world starts."""
        settings = self._settings
        self._tell("starting the world")
        witness = Witness(journal.record, settings.probe_interval_s)
        self._undos.append(("witness", witness.stop))
        rate_per_s = settings.scenario.persists_per_s
        stream = Stream(journal.record) if rate_per_s else None
        if stream is not None:
            self._undos.append(("stream", stream.stop))
        world = World(
            self._clock, journal.record, background_users=settings.background_users, seed=settings.seed
        )
        self._undos.append(("world", world.stop))
        world.start()
        world.watched_by(witness)
        if stream is not None and rate_per_s is not None:
            stream.send(crowd_of(world, rate_per_s))
            self._undos.append(("stream", stream.stop))  # before its world
        control_file.write(world.folder.path, world.urls.control, world.tokens.control, shell_env(world))
        around = noise.Noise(world, settings.seed)
        around.start()
        self._undos.append(("noise", around.stop))
        return world

    def _break(self, journal: Journal, world: World, fault: Fault) -> Event:
        """Step 2: the undo is written before anything breaks."""
        undo = dict(world.call(fault.plan(world)))
        journal.record(FaultArmed(fault=fault.id, undo=undo))
        self._undos.append(("fault", lambda: self._heal(journal, world, fault, undo)))
        self._clock.wait(calm_s(self._settings.seed))
        self._tell("breaking it")
        # It may be felt before `inject` is back: what is seen from here on is seen of the fault.
        begun_mono_s = time.monotonic()
        world.call(fault.inject(world, undo))
        return journal.record(FaultInjected(fault=fault.id), at_mono_s=begun_mono_s)

    def _let_answer(self, journal: Journal, world: World, fault: Advised) -> None:
        """Colleagues can be called from now on."""
        scenario = self._settings.scenario
        people = Colleagues(
            colleagues.of(self._runbook, scenario.severity, partial(fault.answer, world)),
            world.mailbox,
            self._clock,
            scenario.local_time,
            journal.record,
        )
        world.call(people.start())
        self._undos.append(("colleagues", lambda: world.call(people.stop())))

    def _heal(self, journal: Journal, world: World, fault: Fault, undo: dict[str, JsonValue]) -> None:
        # As with the injection: what is seen from here on is the harness's doing.
        begun_mono_s = time.monotonic()
        world.call(fault.heal(world, undo))
        journal.record(FaultHealed(fault=fault.id), at_mono_s=begun_mono_s)

    def _clean_up(self) -> list[str]:
        """Step 6: undo everything, last first; what fails does not keep the rest, and is told."""
        left = []
        while self._undos:
            name, undo = self._undos.pop()
            try:
                undo()
            except Exception as error:  # noqa: BLE001 - the rest must still be undone
                left.append(f"could not undo {name}: {type(error).__name__}: {error}")
                self._tell(left[-1])
        return left
