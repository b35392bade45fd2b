"""How scenarios are found: each is one file with a ``SCENARIO``; no registry to edit."""

from __future__ import annotations

import difflib
import importlib.util
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from pydantic import ValidationError

from drills import runbook
from drills.known import Known, known
from drills.scenario import Scenario
from drills.ways import catalogue as ways
from fixtures.errors import SetupError
from fixtures.faults import catalogue as faults

FOLDER = Path(__file__).with_name("scenarios")


class ScenarioError(SetupError):
    """A scenario cannot be had: there is none of that name, or a file holds mistakes, all of them listed."""


def discover(folder: Path = FOLDER) -> dict[str, Scenario]:
    """Every scenario of a folder by its id. Raises `ScenarioError` with all mistakes of all files."""
    found, mistakes = _read_folder(folder)
    _refuse(mistakes)
    return found


def everything(own: Path | None = None) -> dict[str, Scenario]:
    """Our scenarios and, beside them, those of a team's ``own`` folder, by their ids.

    Raises `ScenarioError` with all mistakes of all files; an id that both have is one.
    """
    found, mistakes = _read_folder(FOLDER)
    if own is not None:
        theirs, wrong = _read_folder(own)
        twice = [
            f"{_file(own, name)}: id: {name!r} is one of firedrill's own" for name in theirs.keys() & found
        ]
        mistakes += wrong + sorted(twice)
        found |= theirs
    _refuse(mistakes)
    return dict(sorted(found.items()))


def find(scenario_id: str, own: Path | None = None) -> Scenario:
    """The scenario of that id, of ours or of a team's own folder. Raises `ScenarioError` with the nearest."""
    there = everything(own)
    if scenario_id in there:
        return there[scenario_id]
    near = difflib.get_close_matches(scenario_id, there, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(there)}"
    raise ScenarioError(f"unknown scenario {scenario_id!r}; {hint}")


def _refuse(mistakes: Sequence[str]) -> None:
    if mistakes:
        raise ScenarioError("\n".join(mistakes))


def _read_folder(folder: Path) -> tuple[dict[str, Scenario], list[str]]:
    """The scenarios of a folder, and what is wrong with it and with its files."""
    if not folder.is_dir():
        return {}, [f"{folder}: is no folder; expected one with a file for each scenario"]
    files = sorted(folder.glob("[!_]*.py"))
    if not files:
        return {}, [f"{folder}: holds no scenario; expected a file for each, as in p2_typo_in_footer.py"]
    found: dict[str, Scenario] = {}
    mistakes: list[str] = []
    for file in files:
        scenario, wrong = _read(file)
        mistakes += [f"{file}: {mistake}" for mistake in wrong]
        if scenario is not None:
            found[scenario.id] = scenario
    return found, mistakes


def _file(folder: Path, scenario_id: str) -> Path:
    return folder / f"{scenario_id.replace('-', '_')}.py"


def _read(file: Path) -> tuple[Scenario | None, Sequence[str]]:
    """The scenario of a file, or None, and what is wrong with it."""
    severities = runbook.load().severity
    there = Known(
        scenario_id=file.stem.replace("_", "-"),
        faults=faults.discover().keys(),
        ways=ways.discover().keys(),
        budgets={severity: about.budgets for severity, about in severities.items()},
    )
    before = known.set(there)
    try:
        module = _import(file)
    except ValidationError as error:
        return None, runbook.mistakes_in(error)
    except Exception as error:  # noqa: BLE001 - whatever a file of somebody's does wrong is a mistake in it
        return None, [f"cannot be imported: {type(error).__name__}: {error}"]
    finally:
        known.reset(before)
    scenario = getattr(module, "SCENARIO", None)
    if not isinstance(scenario, Scenario):
        return None, ["has no SCENARIO of type drills.scenario.Scenario"]
    return scenario, []


def _import(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"drills_scenario_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
