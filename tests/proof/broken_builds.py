"""Every broken build of Postry turns exactly the journeys red that its users cannot finish."""

from __future__ import annotations

import contextlib
import io
import tempfile
from pathlib import Path

from fixtures.postry.app import Postry
from tests.smoke.judging import outcomes
from tests.smoke.mutants import JOURNEYS, MUTANTS
from tests.smoke.stage import Stage

TITLE = "the gate tells broken builds from healthy ones"
_BUILDS = {mutant.name: (mutant.build, set(mutant.red)) for mutant in MUTANTS} | {"healthy": (Postry, set())}


def cases() -> list[str]:
    """One case a build."""
    return list(_BUILDS)


def what(case: str) -> str:
    """What is wrong, and which journeys should be red."""
    build, red = _BUILDS[case]
    said = (build.__doc__ or "").splitlines()[0].rstrip(".") if red else "Nothing is wrong"
    return f"{said}: {', '.join(name for name in JOURNEYS if name in red) or 'all green'}"


def run(case: str) -> tuple[bool, str]:
    """A world of its own, all four journeys."""
    build, red = _BUILDS[case]
    stage = Stage()
    stage.start()
    try:
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            found = outcomes(stage.judge(build, Path(folder) / case))
    finally:
        stage.stop()
    expected = {name: "fail" if name in red else "pass" for name in JOURNEYS}
    return found == expected, ", ".join(f"{name} {outcome}" for name, outcome in found.items())
