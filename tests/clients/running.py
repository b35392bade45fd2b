"""How a test runs a real client against a world, and what the client said."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fixtures.world import World
from tests.clients import found

TIMEOUT_S = 60.0


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    rc: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """All that it printed."""
        return self.out + self.err


def environment(world: World) -> dict[str, str]:
    """A responder's shell: the world's variables, and of whoever runs the tests nothing but the path."""
    home = world.folder.path / "home"
    home.mkdir(exist_ok=True)
    return {"PATH": os.environ["PATH"], "HOME": str(home), "LC_ALL": "C.UTF-8", **world.env()}


def run(
    command: Sequence[str | Path], env: Mapping[str, str], folder: Path | None = None, stdin: str = ""
) -> Ended:
    """One command to its end, whatever its exit code."""
    done = subprocess.run(
        command,
        env=env,
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        timeout=TIMEOUT_S,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


def javascript(script: str, env: Mapping[str, str]) -> Any:
    """What a module prints as JSON; it may import the vendors' packages for Node."""
    node = found.node()
    return _printed(run([node.program, "--input-type=module", "--eval", script], env, node.folder))


def python(script: str, env: Mapping[str, str]) -> Any:
    """The same of a Python script, with the vendors' packages for Python."""
    return _printed(run([found.python(), "-c", script], env))


def _printed(ended: Ended) -> Any:
    assert ended.rc == 0, ended.err
    return json.loads(ended.out)
