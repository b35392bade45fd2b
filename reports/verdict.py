"""The verdict: the record behind verdict.json, and the one table by which outcomes merge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import IntEnum, StrEnum

from pydantic import BaseModel, ConfigDict, Field

from reports.checklist_record import ChecklistLine
from reports.load_record import Load
from reports.rehearsal_record import Rehearsal
from reports.runbook_record import RunbookCheck

SCHEMA_VERSION = 1


class Result(StrEnum):
    """What a verdict says. Nothing observed is INCONCLUSIVE, never PASS."""

    PASS = "PASS"
    FAIL = "FAIL"
    INCONCLUSIVE = "INCONCLUSIVE"


class Outcome(StrEnum):
    """What one check, or one attempt at it, came to."""

    PASS = "pass"
    FAIL = "fail"
    FLAKY = "flaky"
    INCONCLUSIVE = "inconclusive"
    NOT_RUN = "not_run"


class ExitCode(IntEnum):
    """What the command returns; the same for every job."""

    PASS = 0
    FAIL = 1
    USAGE = 2
    INCONCLUSIVE = 3
    BROKEN = 4
    INTERRUPTED = 130


EXIT_CODES_HELP = (
    "Exit codes: 0 pass · 1 fail · 2 usage, configuration or set-up · 3 inconclusive · "
    "4 the harness itself broke · 130 interrupted."
)

_RESULT_OF = {
    Outcome.PASS: Result.PASS,
    Outcome.FAIL: Result.FAIL,
    Outcome.INCONCLUSIVE: Result.INCONCLUSIVE,
    Outcome.NOT_RUN: Result.INCONCLUSIVE,
}
_WORST_FIRST = (Result.FAIL, Result.INCONCLUSIVE, Result.PASS)
_EXIT_OF = {
    Result.PASS: ExitCode.PASS,
    Result.FAIL: ExitCode.FAIL,
    Result.INCONCLUSIVE: ExitCode.INCONCLUSIVE,
}


class Record(BaseModel):
    """A frozen part of verdict.json; unknown fields, and numbers that JSON cannot hold, are refused."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
    )


class Reason(Record):
    """Why the verdict is what it is. ``code`` is kebab-case and stable; ``message`` is for people.

    ``runbook_ref`` is a section of the runbook, as in ``1.2``. ``events`` are the numbers of the journal's
    events that the reason rests on.
    """

    code: str
    message: str
    check: str | None = None
    runbook_ref: str | None = None
    events: list[int] = []


class Target(Record):
    """What was judged."""

    url: str
    env: str
    deployment_id: str | None = None
    commit: str | None = None
    verified_at_start: bool | None = None
    verified_at_end: bool | None = None


class Phase(Record):
    """One phase of a drill against its budget, in drill seconds.

    ``started_s`` and ``ended_s`` count from the fault's injection; ``observed_s`` and ``declared_s`` are
    durations by what was seen and by what the responder said. None is *not observed*.
    """

    id: str
    title: str
    runbook_ref: str | None = None
    budget_s: float | None = None
    started_s: float | None = None
    ended_s: float | None = None
    observed_s: float | None = None
    declared_s: float | None = None
    outcome: Outcome = Outcome.NOT_RUN
    note: str = ""


class Timing(Record):
    """Seconds: of the whole run for the gate, of the incident in drill time for a drill."""

    budget_s: float | None = None
    used_s: float
    phases: list[Phase] = []


class Attempt(Record):
    """One try of a check."""

    outcome: Outcome
    error_class: str | None = None
    message: str = ""
    duration_ms: float


class Artifact(Record):
    """A file kept beside the verdict; ``path`` is relative to the run folder."""

    path: str
    sha256: str
    scrubbed: bool = False
    title: str = ""


class Check(Record):
    """One line of a verdict. ``kind``: journey, logs, errors, status, oracle, ..."""

    id: str
    kind: str
    title: str = ""
    blocking: bool = True
    outcome: Outcome
    message: str = ""
    runbook_ref: str | None = None
    attempts: list[Attempt] = []
    observed: float | str | None = None
    threshold: float | str | None = None
    sample_size: int | None = None
    window: tuple[datetime, datetime] | None = None
    artifacts: list[Artifact] = []


class Figure(Record):
    """One figure of the impact, with how it was computed."""

    id: str
    title: str
    value: float
    unit: str = ""
    how: str


class Tried(Record):
    """One thing that was tried to end the outage, by the event by which it took effect.

    ``ways`` are its names. ``cost_s`` is in drill seconds.
    """

    ways: list[str]
    event: int
    cost_s: float


class Drill(Record):
    """What a drill's verdict says beside its checks.

    ``pace`` is drill seconds a second; ``resolution_s`` is how fine the timing can be, in drill seconds.
    """

    scenario: str
    title: str
    severity: str
    responder: str
    pace: float
    seed: int
    resolution_s: float
    impact: list[Figure] = []
    tried: list[Tried] = []
    checklist: list[ChecklistLine] = []


class Verdict(Record):
    """The root of verdict.json."""

    schema_version: int = SCHEMA_VERSION
    run_id: str
    job: str
    started_at: datetime
    verdict: Result
    reasons: list[Reason] = []
    target: Target
    timing: Timing
    checks: list[Check] = []
    expected_checks: list[str] = []
    executed_checks: list[str] = []
    drill: Drill | None = None
    load: Load | None = None
    runbook: RunbookCheck | None = None
    rehearsal: Rehearsal | None = None
    artifacts: list[Artifact] = []
    mutations_blocked: list[str] = Field(
        default=[], description="Writes that read-only mode kept from the site, as in 'POST /persist'."
    )
    selection: str = Field(default="", description="What a partial run was asked for; empty is everything.")
    left_out: list[str] = Field(
        default=[], description="What the target does not have, by its configuration, and was not walked."
    )
    flaky_counts_as: Result = Field(
        default=Result.PASS, description="What a check that passed on its second attempt does to the verdict."
    )
    redactions: int = Field(default=0, description="How many secrets were replaced in what is kept.")
    suggested_action: str | None = None
    tool_versions: dict[str, str] = {}

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of a run that ended with this verdict."""
        return _EXIT_OF[self.verdict]


def worst(results: Iterable[Result]) -> Result:
    """FAIL before INCONCLUSIVE before PASS; nothing at all is INCONCLUSIVE."""
    seen = set(results)
    return next((result for result in _WORST_FIRST if result in seen), Result.INCONCLUSIVE)


def merge(checks: Iterable[Check], flaky: Result = Result.PASS) -> Result:
    """The verdict of some checks: the worst of the blocking ones; advice never blocks.

    ``flaky`` is what a check counts as that passed on its second attempt.
    """
    table = {**_RESULT_OF, Outcome.FLAKY: flaky}
    return worst(table[check.outcome] for check in checks if check.blocking)
