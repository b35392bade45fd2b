"""Real clients: where they are, and how a test runs one against a world."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from fixtures.world import World

_CLIENTS = Path(__file__).parents[2] / ".clients"
_NODE = _CLIENTS / "node"
_PYTHON = _CLIENTS / "python" / "bin" / "python"
_TIMEOUT_S = 60


def environment(world: World) -> dict[str, str]:
    """What a responder's shell has: the world's variables, and of the user's own only the path."""
    home = world.folder.path / "home"
    home.mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", **world.env()}


def program(name: str) -> str:
    """The path of a program: of the clients' own, or the machine's. Skips the test where there is none."""
    found = shutil.which(name, path=str(_NODE / "node_modules" / ".bin")) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def run(command: list[str], env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """One command to its end, whatever its exit code."""
    return subprocess.run(
        command, env=dict(env), capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
    )


def javascript(package: str, script: str, env: Mapping[str, str]) -> Any:
    """What a module prints as JSON; ``package`` is the client that it imports."""
    node = program("node")
    if not (_NODE / "node_modules" / package).is_dir():
        pytest.skip(f"{package} is not installed in .clients/node")
    return _printed([node, "--input-type=module", "-e", script], env, _NODE)


def python(package: str, script: str, env: Mapping[str, str]) -> Any:
    """The same of a Python script."""
    if not list(_PYTHON.parents[1].glob(f"lib/python3*/site-packages/{package}")):
        pytest.skip(f"{package} is not installed in .clients/python")
    return _printed([str(_PYTHON), "-c", script], env, _CLIENTS)


def _printed(command: list[str], env: Mapping[str, str], folder: Path) -> Any:
    done = subprocess.run(
        command, env=dict(env), cwd=folder, capture_output=True, text=True, timeout=_TIMEOUT_S, check=False
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
