"""Before and after: does the load reproduce the incident, and does the fix end it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from fixtures.errors import SetupError
from fixtures.interruption import undisturbed
from load import locust_run
from load.finding import Finding
from load.incident import Incident
from load.plan import Plan
from load.report import Judged, verdict
from load.stage import Arrivals
from reports import files
from reports.verdict import Target, Verdict

Tell = Callable[[str], None]


@dataclass(frozen=True)
class Options:
    """How an arm is loaded, whatever the target."""

    full: bool = False
    arrivals: Arrivals = "constant"
    seed: int = 0
    workers: locust_run.Workers = field(default_factory=locust_run.Workers)
    max_s: float | None = None


class Subject(Protocol):
    """What is loaded: the world, whose knobs we turn, or a server of one's own, whose we cannot."""

    @property
    def url(self) -> str:
        """Where it answers."""

    @property
    def env(self) -> Mapping[str, str]:
        """What Locust needs to reach it, secrets included."""

    @property
    def target(self) -> Target:
        """As the verdict names it."""

    @property
    def max_rate_per_s(self) -> float:
        """No more may be sent."""

    @property
    def max_s(self) -> float:
        """No arm may be judged for longer."""

    @property
    def chooses_addresses(self) -> bool:
        """Whether requests may state their client's address."""

    def timeout_s(self, settings: Mapping[str, str]) -> float:
        """How long it lets a request wait for a connection."""

    def turn(self, settings: Mapping[str, str]) -> None:
        """Set its knobs, where they are ours; in effect when this returns."""


class Course:
    """One run of the command: its arms so far, and their verdict, whatever happens in between."""

    def __init__(
        self, incident: Incident, subject: Subject, folder: Path, options: Options, tell: Tell
    ) -> None:
        self._incident = incident
        self._subject = subject
        self._folder = folder
        self._options = options
        self._tell = tell
        self._arms: list[Judged] = []
        self._asked: dict[str, Mapping[str, str]] = {}
        self._running: dict[str, locust_run.LocustRun] = {}
        self._started_at = datetime.now(UTC)
        self._began_s = time.monotonic()

    def reproduce(self, settings: Mapping[str, str]) -> Verdict:
        """One arm: does the incident show."""
        self._asked = {"run": settings}
        return self._carry_out(lambda: self._arm(self._plan("run", settings)))

    def verify(self, before: Mapping[str, str], after: Mapping[str, str]) -> Verdict:
        """Two arms; the second only where the first reproduces."""
        self._asked = {"before": before, "after": after}

        def both() -> None:
            if not self._options.workers.remote:  # those of other machines serve one arm at a time
                for arm in self._asked:
                    self._start(arm)
            found = self._arm(self._plan("before", before))
            if found.answer == "REPRODUCED":
                self._arm(self._plan("after", after, found))

        return self._carry_out(both)

    def verify_against(self, earlier: Judged, settings: Mapping[str, str]) -> Verdict:
        """The second arm, against a stored first one. Raises `SetupError` where that reproduced nothing."""
        if earlier.finding.answer != "REPRODUCED":
            raise SetupError(
                f"{earlier.folder.parent}: {earlier.finding.answer}: a fix of what was not reproduced proves "
                "nothing; run `firedrill load run` against the broken server first"
            )
        self._asked = {"before": earlier.plan.settings, "after": settings}
        self._arms.append(self._adopted(earlier))
        return self._carry_out(lambda: self._arm(self._plan("after", settings, earlier.finding)))

    def _adopted(self, earlier: Judged) -> Judged:
        """A copy in this run's folder, so that it can be judged again by itself."""
        plan, folder = earlier.plan.model_copy(update={"arm": "before"}), self._folder / "before"
        shutil.copytree(earlier.folder, folder)
        files.write_json(folder / locust_run.PLAN, plan)
        return Judged(plan, folder, earlier.finding)

    def _carry_out(self, arms: Callable[[], object]) -> Verdict:
        interrupted = True
        try:
            arms()
            interrupted = False
        except KeyboardInterrupt:
            pass
        finally:
            with undisturbed():
                for locust in self._running.values():
                    locust.end() if interrupted else locust.close()
        return verdict(
            self._incident,
            self._subject.target,
            self._folder,
            self._arms,
            asked=self._asked,
            started_at=self._started_at,
            used_s=time.monotonic() - self._began_s,
            interrupted=interrupted,
        )

    def _plan(self, arm: str, settings: Mapping[str, str], before: Finding | None = None) -> Plan:
        options, subject = self._options, self._subject
        return Plan.model_validate(
            {
                "run_id": self._folder.name,
                "arm": arm,
                "question": "fixed" if arm == "after" else "reproduced",
                "incident": self._incident,
                "settings": dict(settings),
                "chooses_addresses": subject.chooses_addresses,
                "timeout_s": subject.timeout_s(settings),
                "capacity_per_s": before.capacity_per_s if before else None,
                "before_share": before.share if before else None,
                "full": options.full,
                "arrivals": options.arrivals,
                "seed": options.seed,
                "max_s": min(options.max_s or self._incident.max_s, subject.max_s),
                "max_rate_per_s": subject.max_rate_per_s,
            }
        )

    def _start(self, arm: str) -> locust_run.LocustRun:
        """Locust for an arm, which may long have been started: that takes a second."""
        if arm not in self._running:
            folder, subject = self._folder / arm, self._subject
            self._running[arm] = locust_run.LocustRun(
                self._incident, folder, subject.url, subject.env, self._options.workers
            )
        return self._running[arm]

    def _arm(self, plan: Plan) -> Finding:
        told = ", ".join(f"{name}={value}" for name, value in plan.settings.items() if value)
        self._tell(f"{plan.arm}: {told or 'as it is'}")
        folder, locust = self._folder / plan.arm, self._start(plan.arm)
        self._subject.turn(plan.settings)
        try:
            finding = locust.find_out(plan, lambda line: self._tell(f"  {line}"))
        except locust_run.InterruptedArmError as error:
            self._arms.append(Judged(plan, folder, error.finding))
            raise KeyboardInterrupt from error
        self._arms.append(Judged(plan, folder, finding))
        self._tell(f"{plan.arm}: {finding.answer}: {finding.because}")
        return finding
