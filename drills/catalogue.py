"""How scenarios are found: each is one file with a ``SCENARIO``; no registry to edit."""

from __future__ import annotations

import difflib
import importlib.util
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

from pydantic import ValidationError

from drills import runbook
from drills.scenario import Scenario
from drills.ways import catalogue as ways
from fixtures.errors import SetupError
from fixtures.faults import catalogue as faults

FOLDER = Path(__file__).with_name("scenarios")


class ScenarioError(SetupError):
    """A scenario cannot be had: there is none of that name, or a file holds mistakes, all of them listed."""


def discover(folder: Path = FOLDER) -> dict[str, Scenario]:
    """Every scenario of a folder by its id. Raises `ScenarioError` with all mistakes of all files."""
    found: dict[str, Scenario] = {}
    mistakes: list[str] = []
    for file in sorted(folder.glob("[!_]*.py")):
        scenario, wrong = _read(file)
        mistakes += [f"{file}: {mistake}" for mistake in wrong]
        if scenario is not None:
            found[scenario.id] = scenario
    if mistakes:
        raise ScenarioError("\n".join(mistakes))
    return found


def find(scenario_id: str, folder: Path = FOLDER) -> Scenario:
    """The scenario of that id. Raises `ScenarioError` with the nearest ones."""
    known = discover(folder)
    if scenario_id in known:
        return known[scenario_id]
    near = difflib.get_close_matches(scenario_id, known, n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else f"there are: {', '.join(sorted(known))}"
    raise ScenarioError(f"unknown scenario {scenario_id!r}; {hint}")


def _read(file: Path) -> tuple[Scenario | None, Sequence[str]]:
    """The scenario of a file, or None, and what is wrong with it."""
    try:
        module = _import(file)
    except ValidationError as error:
        return None, runbook.mistakes_in(error)
    except Exception as error:  # noqa: BLE001 - whatever a file of somebody's does wrong is a mistake in it
        return None, [f"cannot be imported: {type(error).__name__}: {error}"]
    scenario = getattr(module, "SCENARIO", None)
    if not isinstance(scenario, Scenario):
        return None, ["has no SCENARIO of type drills.scenario.Scenario"]
    mistakes = list(_mistakes(file, scenario))
    return (None if mistakes else scenario), mistakes


def _mistakes(file: Path, scenario: Scenario) -> Iterator[str]:
    """What the record by itself cannot know."""
    if file.stem.replace("_", "-") != scenario.id:
        yield f"id: {scenario.id!r} belongs into {scenario.id.replace('-', '_')}.py"
    if scenario.fault not in faults.discover():
        yield f"fault: {scenario.fault!r} is no fault; there are: {', '.join(sorted(faults.discover()))}"
    known = ways.discover()
    for key, named in (("accepted", scenario.accepted), ("wrong", [wrong.way for wrong in scenario.wrong])):
        for way in named:
            if way not in known:
                yield f"{key}: {way!r} is no way of drills.ways; there are: {', '.join(sorted(known))}"


def _import(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"drills_scenario_{file.stem}", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
