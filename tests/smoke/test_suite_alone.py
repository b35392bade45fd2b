"""The native form: ``pytest smoke --base-url URL``, without the gate around it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import smoke
from fixtures.postry.app import Postry
from tests.smoke.mutants import SamePost
from tests.smoke.stage import Stage

SUITE = Path(smoke.__file__).parent


def suite(*arguments: str, cwd: Path, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run it as its user does; ``-c`` and plugins are left to what pytest finds."""
    command = [sys.executable, "-m", "pytest", str(SUITE), *arguments]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=100, check=False)


def test_a_healthy_site_passes(stage: Stage, tmp_path: Path) -> None:
    """The target, with its user, comes from firedrill.toml, by its address."""
    env = stage.deploy(Postry)

    done = suite("--base-url", stage.world.url, cwd=tmp_path, env=env)

    assert done.returncode == 0, done.stdout
    assert "6 passed" in done.stdout


def test_a_broken_site_fails_with_the_gates_words(stage: Stage, tmp_path: Path) -> None:
    """And keeps a trace where pytest-playwright keeps its own."""
    env = stage.deploy(SamePost)

    done = suite("--base-url", stage.world.url, "-k", "quiz", cwd=tmp_path, env=env)

    assert done.returncode == 1, done.stdout
    assert "the same post whatever the answers" in done.stdout
    assert list(tmp_path.glob("test-results/*/trace-1.zip"))


def test_without_a_user_it_does_not_end_as_passed(stage: Stage, tmp_path: Path) -> None:
    """What needs a user is told by name, and the exit code is the one for inconclusive."""
    env = stage.deploy(Postry)
    del env["FIREDRILL_CONFIG"]

    done = suite("--base-url", stage.world.url, "-k", "landing or refuses", cwd=tmp_path, env=env)

    assert done.returncode == 3, done.stdout
    assert "1 passed, 1 skipped" in done.stdout
    assert "no credentials configured" in done.stdout


def test_without_an_address_it_says_what_is_missing(tmp_path: Path) -> None:
    """One sentence."""
    done = suite(cwd=tmp_path, env=dict(os.environ))

    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert "ERROR: pytest smoke needs --base-url URL" in done.stdout + done.stderr
