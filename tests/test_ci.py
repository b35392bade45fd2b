"""What CI runs anybody can run, and what it installs is named to the byte."""

from __future__ import annotations

import os
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from tests.machines import ROOT, Machine


@pytest.mark.parametrize(("failing", "asked"), [("", ["lint", "test"]), ("lint", ["lint"])])
def test_ci_calls_lint_and_test_and_nothing_of_its_own(
    tmp_path: Path, failing: str, asked: list[str]
) -> None:
    """From wherever it is called; the first failure ends it."""
    machine = Machine.bare(tmp_path)
    machine.program("make", f'#!/bin/sh\necho "$*" >> {{machine}}/log\ntest "$1" != "{failing}"\n')
    path = f"{machine.folder / 'bin'}:{os.environ['PATH']}"

    ran = subprocess.run(["bash", ROOT / ".ci" / "run"], cwd="/", env={"PATH": path}, check=False)

    assert machine.log == asked
    assert (ran.returncode == 0) is not bool(failing)


def test_the_lock_is_whole_and_names_no_host() -> None:
    """Each package of pyproject.toml stands in it, each with hashes, wherever it will be had from."""
    lock = (ROOT / "requirements.lock").read_text()
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["dev"]]
    entries = re.split(r"\n(?=\S)", lock.strip())
    locked = {re.split(r"[=\[ ]", entry)[0] for entry in entries}

    assert "://" not in lock
    assert all("--hash=sha256:" in entry for entry in entries)
    assert {re.split(r"[\[ <>=]", name)[0] for name in wanted} <= locked
