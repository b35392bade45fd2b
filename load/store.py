"""Stored runs: read one again, and judge its arms from what they saw."""

from __future__ import annotations

from pathlib import Path

from pydantic import ValidationError

from fixtures.errors import SetupError
from fixtures.interruption import INTERRUPTED, WORLD_LOST
from load.judge import judge_again
from load.ledger import LedgerError
from load.locust_run import PLAN
from load.plan import Plan
from load.report import JOB, Judged, verdict
from reports.run import LATEST, OUT, VERDICT, RunFolder, RunFolderError
from reports.verdict import Verdict

_ARMS = ("run", "before", "after")


class StoredRunError(SetupError):
    """A stored run cannot be used; the message says which and why."""


def find(name: str) -> RunFolder:
    """``latest``, a run's id, or a path. Raises `StoredRunError`."""
    known = OUT / JOB / name
    try:
        return RunFolder.find(known if name == LATEST or not Path(name).exists() else Path(name))
    except RunFolderError as error:
        raise StoredRunError(str(error)) from error


def arms(folder: RunFolder) -> list[Judged]:
    """Its arms, judged again. Raises `StoredRunError`, `load.ledger.LedgerError`."""
    found = []
    for name in _ARMS:
        path = folder.path / name
        if (path / PLAN).is_file():
            try:
                plan = Plan.model_validate_json((path / PLAN).read_text(encoding="utf-8"))
            except (ValidationError, OSError) as error:
                raise StoredRunError(f"{path / PLAN}: is no plan: {error}") from error
            found.append(Judged(plan, path, judge_again(plan, path)))
    if not found:
        raise StoredRunError(f"{folder.path}: no arm of a load is stored here")
    return found


def earlier(name: str, incident_id: str) -> Judged:
    """The arm of a stored run that a fix is held against. Raises as `arms` does."""
    folder = find(name)
    arm = next((arm for arm in arms(folder) if arm.plan.arm in {"run", "before"}), None)
    if arm is None or arm.plan.incident.id != incident_id:
        what = "no run without the fix" if arm is None else f"about {arm.plan.incident.id}"
        raise StoredRunError(f"{folder.path} is {what}; expected one of {incident_id}")
    return arm


def judge(folder: RunFolder) -> Verdict:
    """The verdict of a stored run, from its arms alone; when it was and on what is taken from the old one.

    Raises as `arms` does.
    """
    found = arms(folder)
    path = folder.path / VERDICT
    try:
        old = Verdict.model_validate_json(path.read_text(encoding="utf-8"))
    except (OSError, ValidationError) as error:
        raise LedgerError(f"{path}: does not say what was loaded, and when: {error}") from error
    return verdict(
        found[0].plan.incident,
        old.target,
        folder.path,
        found,
        asked=old.load.asked if old.load else {arm.plan.arm: arm.plan.settings for arm in found},
        started_at=old.started_at,
        used_s=old.timing.used_s,
        interrupted=any(reason.code in {INTERRUPTED, WORLD_LOST, "not-finished"} for reason in old.reasons),
    )
