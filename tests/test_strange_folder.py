"""Every command, typed in a folder whose own packages have the names of ours: they are never imported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

NAMES = ("drills", "fixtures", "load", "reports", "smoke", "tests")
# Of the standard library, of Locust's and of pytest's own.
MODULES = ("json", "locust", "pytest", "typing_extensions", "logging", "gevent")
SAYS = "raise SystemExit('imported from the working directory: ' + __name__)\n"
COMMAND = Path(sys.executable).with_name("firedrill")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A project of a user's."""
    for name in NAMES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(SAYS)
    for name in MODULES:
        (tmp_path / f"{name}.py").write_text(SAYS)
    (tmp_path / "conftest.py").write_text(SAYS)
    (tmp_path / "panne.md").write_text("```bash\npsql -c 'select 1'\n```\n")
    return tmp_path


@pytest.mark.waits
@pytest.mark.parametrize(
    "words",
    [
        ("smoke",),
        ("doctor",),
        ("drill", "list"),
        ("drill", "rehearse", "p0-bad-deploy"),
        ("load", "run", "rate-limit", "--processes", "1"),
        ("runbook", "check", "panne.md"),
    ],
    ids=" ".join,
)
def test_no_command_imports_what_lies_there(home: Path, temporary: Path, words: tuple[str, ...]) -> None:
    """Whatever its verdict on a busy machine: it comes to one, and nothing of the folder was run."""
    done = subprocess.run(
        [COMMAND, *words],
        cwd=home,
        env={**os.environ, "TMPDIR": str(temporary)},
        capture_output=True,
        text=True,
        check=False,
        timeout=110,
    )
    kept = [path.read_text(errors="replace") for path in home.rglob("*.log") if path.is_file()]

    assert "imported from" not in done.stdout + done.stderr + "".join(kept), done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode in {0, 1, 3} if words != ("doctor",) else done.returncode == 2, done.stderr


def test_nor_does_a_world(home: Path, temporary: Path) -> None:
    """Up, and down again."""
    with subprocess.Popen(
        [COMMAND, "world", "up"],
        cwd=home,
        env={**os.environ, "TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if "Ctrl-C stops everything" in line:
                process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)

    assert process.returncode == 0, errors
    assert "imported from" not in errors
