"""The runbook as data: steps, budgets, severities, contacts; read from ``runbook.toml``.

Times are seconds of drill time. ``ref`` is where the written runbook says it, as in ``1.2`` or ``étape 2A``.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError, field_validator

from fixtures.errors import SetupError
from fixtures.part import Part
from fixtures.signs import FILE as SIGNS
from fixtures.signs import SeverityId, Sign, signs
from fixtures.time_of_day import Hours

FILE = Path(__file__).with_name("runbook.toml")

PhaseId = Literal["detect", "triage", "mitigate", "validate", "resolve", "post-mortem"]


class RunbookError(SetupError):
    """The runbook's file cannot be used; the message lists every mistake with its file and key."""


class Severity(Part):
    """How an incident of this severity is handled. ``priority`` is Linear's (1 urgent to 4 low)."""

    title: str
    label: str
    priority: int = Field(ge=1, le=4)
    alert: tuple[str, ...] = Field(description="contacts who must know at once")
    postmortem: bool
    budgets: dict[PhaseId, float]

    @field_validator("budgets")
    @classmethod
    def _are_possible(cls, budgets: dict[PhaseId, float]) -> dict[PhaseId, float]:
        for problem in budget_mistakes(budgets):
            raise ValueError(problem)
        if "resolve" not in budgets:
            raise ValueError("resolve is missing: every incident has its time to end")
        return budgets


class PhaseTitle(Part):
    """What people call a phase."""

    title: str
    ref: str


class Step(Part):
    """One step. ``think_s`` is how long a careful person reads and thinks before or while doing it."""

    phase: PhaseId
    ref: str
    title: str
    does: str
    think_s: float = Field(ge=0)


class Contact(Part):
    """Somebody to turn to, and when they can be. ``only_for``: no other severity wakes them."""

    title: str
    address: str
    available: Literal["24/7", "business-hours"]
    only_for: tuple[SeverityId, ...] = ()


class ChecklistItem(Part):
    """One line of the runbook's checklist."""

    id: str
    when: Literal["during", "after"]
    title: str


class Rates(Part):
    """What an incident costs, from the users whom it hit."""

    conversions_per_user: float = Field(ge=0, le=1)
    revenue_per_conversion: float = Field(ge=0)
    currency: str


class JudgeSettings(Part):
    """How the judge looks at the probes; see runbook.toml."""

    clean_samples: int = Field(ge=1)
    relapse_samples: int = Field(ge=1)
    blind_share: float = Field(gt=0, le=1)
    recent_s: float = Field(gt=0)
    failed_share: float = Field(gt=0, lt=1)
    confidence: float = Field(gt=0.5, lt=1)


class Runbook(Part):
    """The whole file, and the signs that gate and responder share (`fixtures.signs`)."""

    version: str
    severity: dict[SeverityId, Severity]
    phase: dict[PhaseId, PhaseTitle]
    step: dict[str, Step]
    sign: tuple[Sign, ...]
    contact: dict[str, Contact]
    business_hours: Hours
    vendor_action: dict[str, tuple[float, float]]
    checklist: tuple[ChecklistItem, ...]
    impact: Rates
    judge: JudgeSettings

    def addresses(self, severity: SeverityId) -> list[str]:
        """The e-mail addresses of those whom an incident of this severity concerns at once."""
        return [self.contact[name].address for name in self.severity[severity].alert]

    def on_call(self, severity: SeverityId) -> list[str]:
        """The e-mail addresses of those who are there at any hour for an incident of this severity."""
        return [
            contact.address
            for contact in self.contact.values()
            if contact.available == "24/7"
            and "@" in contact.address
            and severity in (contact.only_for or (severity,))
        ]

    def hours(self, contact: Contact) -> Hours | None:
        """When somebody can be reached; None where that is at any hour."""
        return None if contact.available == "24/7" else self.business_hours

    @property
    def longest_vendor_action_s(self) -> float:
        """After this long, whatever was asked of the platform has happened."""
        return max(most for _, most in self.vendor_action.values())


def budget_mistakes(budgets: dict[PhaseId, float]) -> list[str]:
    """What is contradictory in some budgets, one sentence each."""
    mistakes = [
        f"{phase}: {budget:g} s is no time; expected more than 0"
        for phase, budget in budgets.items()
        if budget <= 0
    ]
    if "resolve" in budgets:
        mistakes += [
            f"{phase}: {budgets[phase]:g} s is longer than the {budgets['resolve']:g} s to resolve it all"
            for phase in ("triage", "mitigate", "validate")
            if budgets.get(phase, 0) > budgets["resolve"]
        ]
    return mistakes


@functools.cache
def load(path: Path = FILE) -> Runbook:
    """Read and check the runbook. Raises `RunbookError` with all mistakes, one a line."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise RunbookError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise RunbookError(f"{path}: is not UTF-8 text: {error.reason} at byte {error.start}") from error
    except tomllib.TOMLDecodeError as error:
        raise RunbookError(f"{path}: is not TOML: {error}") from error
    if "sign" in table:
        raise RunbookError(f"{path}: sign: unknown key; the gate needs them too: they stand in {SIGNS}")
    try:
        runbook = Runbook.model_validate({**table, "sign": signs()})
    except ValidationError as error:
        raise RunbookError("\n".join(f"{path}: {mistake}" for mistake in mistakes_in(error))) from error
    if mistakes := list(_dangling(runbook)):
        raise RunbookError("\n".join(f"{path}: {mistake}" for mistake in mistakes))
    return runbook


def mistakes_in(error: ValidationError) -> list[str]:
    """Each of pydantic's mistakes as ``key: what is wrong``."""
    told = []
    for mistake in error.errors():
        key = ".".join(str(part) for part in mistake["loc"])
        if mistake["type"] == "missing":
            message = "is missing; it is required here"
        elif mistake["type"] == "extra_forbidden":
            message = "unknown key"
        else:
            message = f"{mistake['msg'].removeprefix('Value error, ')} (found {mistake['input']!r})"
        told.append(f"{key}: {message}" if key else message)
    return told


def _dangling(runbook: Runbook) -> Iterator[str]:
    """Names that name nothing."""
    for name, severity in runbook.severity.items():
        for contact in severity.alert:
            if contact not in runbook.contact:
                yield f"severity.{name}.alert: {contact!r} is no contact"
            elif (only := runbook.contact[contact].only_for) and name not in only:
                yield f"severity.{name}.alert: {contact!r} is there only for {', '.join(only)}"
    for step_id, step in runbook.step.items():
        if step.phase not in runbook.phase:
            yield f"step.{step_id}.phase: {step.phase!r} is no phase of this file"
    for action, (least, most) in runbook.vendor_action.items():
        if not 0 <= least <= most:
            yield f"vendor_action.{action}: expected [least, most], found [{least:g}, {most:g}]"
