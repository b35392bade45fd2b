"""The Makefile on machines of all kinds, made of programs that only write down what they were asked."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.machines import MAKE, Machine

SETUP = ["pip -r", "pip -e", "browser"]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with no Python and no environment yet."""
    return Machine.bare(tmp_path)


def test_make_alone_lists_every_target(machine: Machine) -> None:
    """And needs no Python for it."""
    listed = machine.make()

    assert listed.returncode == 0
    named = {line.split()[1] for line in listed.stdout.splitlines()}
    assert named >= {"setup", "drill", "smoke", "test", "lint", "bench", "proof", "lock", "help"}


def test_the_newest_python_makes_the_environment(machine: Machine) -> None:
    """Then the locked packages, ourselves, and a browser."""
    for name in ("python3", "python3.11", "python3.13", "python3.12"):
        machine.python(name)

    made = machine.make("setup")

    assert made.returncode == 0, made.stderr
    assert machine.log == ["venv by python3.13", *SETUP]


def test_one_can_be_chosen(machine: Machine) -> None:
    """As CI does for each version."""
    machine.python("python3.13")
    machine.python("python3.11")

    machine.make("setup", FIREDRILL_PYTHON="python3.11")

    assert machine.log[0] == "venv by python3.11"


def test_one_without_pip_yields_to_an_older_one_with_it(machine: Machine) -> None:
    """Debian splits Python's own modules into packages."""
    machine.python("python3.13", with_pip=False)
    machine.python("python3.11")

    machine.make("setup")

    assert machine.log[0] == "venv by python3.11"


def test_too_old_a_python_is_told_in_one_sentence(machine: Machine) -> None:
    """And nothing is made."""
    machine.python("python3", too_old=True)

    refused = machine.make("setup")

    assert refused.returncode == 2
    assert "firedrill needs Python 3.11 or later" in refused.stderr
    assert not (machine.project / ".venv").exists()


def test_without_pip_and_rights_it_says_what_to_install(machine: Machine) -> None:
    """The package of just that Python."""
    machine.python("python3", with_pip=False)
    (machine.folder / "bin" / "id").unlink()
    machine.program("id", "#!/bin/sh\necho 1000\n")
    machine.program("apt-get", '#!/bin/sh\necho "apt-get $*" >> {machine}/log\n')

    refused = machine.make("setup")

    assert refused.returncode == 2
    assert "As root: apt-get install python3-venv" in refused.stderr
    assert machine.log == []


def test_as_root_debians_package_is_installed(machine: Machine) -> None:
    """And the set-up goes on."""
    machine.python("python3.12", with_pip=False)
    (machine.folder / "bin" / "id").unlink()
    machine.program("id", "#!/bin/sh\necho 0\n")
    machine.program(
        "apt-get", '#!/bin/sh\necho "apt-get $*" >> {machine}/log\nrm -f {machine}/without-python3.12\n'
    )

    made = machine.make("setup")

    assert made.returncode == 0, made.stderr
    assert machine.log[:2] == ["apt-get update -q", "apt-get install -y -q python3.12-venv"]
    assert machine.log[2:] == ["venv by python3.12", *SETUP]


def test_the_second_time_nothing_is_done(machine: Machine) -> None:
    """Not even a Python is asked."""
    machine.python("python3")
    machine.make("setup")
    (machine.folder / "log").unlink()
    (machine.folder / "bin" / "python3").unlink()

    again = machine.make("setup")

    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert machine.log == []


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_changed_dependencies_are_installed_into_the_same_environment(machine: Machine, name: str) -> None:
    """The environment itself stays."""
    machine.python("python3")
    machine.make("setup")
    stamp = machine.project / ".venv" / "set-up"
    os.utime(stamp, (0, 0))
    os.utime(machine.project / name, (1, 1))
    for other in {"requirements.lock", "pyproject.toml"} - {name}:
        os.utime(machine.project / other, (0, 0))
    (machine.folder / "log").unlink()

    machine.make("setup")

    assert machine.log == ["pip -r", "pip -e"]


def test_an_interrupted_setup_leaves_no_stamp(machine: Machine) -> None:
    """The next one begins anew, and comes to its end."""
    machine.python("python3")
    fails = machine.mark("pip-fails")

    interrupted = machine.make("setup")

    assert interrupted.returncode == 2
    assert not (machine.project / ".venv" / "set-up").exists()
    fails.unlink()
    assert machine.make("setup").returncode == 0
    assert machine.log == ["venv by python3", "pip -r", "venv by python3", *SETUP]


def test_a_project_that_was_moved_is_set_up_anew(machine: Machine) -> None:
    """Its programs name the old folder in their first line."""
    machine.python("python3")
    machine.make("setup")
    (machine.folder / "log").unlink()
    moved = machine.project.rename(machine.folder / "moved")

    subprocess.run([MAKE, "setup"], cwd=moved, env={"PATH": str(machine.folder / "bin")}, check=True)

    assert machine.log == ["venv by python3", *SETUP]


def test_an_environment_whose_python_is_gone_is_made_anew(machine: Machine) -> None:
    """As after an upgrade of the system."""
    machine.python("python3")
    machine.make("setup")
    (machine.folder / "log").unlink()
    python = machine.project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/no/such/python")

    machine.make("setup")

    assert machine.log == ["venv by python3", *SETUP]


def test_a_browser_that_is_missing_stops_and_is_tried_again(machine: Machine) -> None:
    """The environment is not made twice for it."""
    machine.python("python3")
    missing = machine.mark("no-browser")

    assert machine.make("setup").returncode == 2

    missing.unlink()
    assert machine.make("setup").returncode == 0
    (machine.project / ".venv" / "firedrill-browser").write_text("/no/such/browser\n")
    assert machine.make("setup").returncode == 0
    assert machine.log == ["venv by python3", *SETUP, "browser", "browser"]


def test_a_named_browser_is_not_looked_for(machine: Machine) -> None:
    """$FIREDRILL_BROWSER is checked where it is used."""
    machine.python("python3")

    machine.make("setup", FIREDRILL_BROWSER="/opt/mine")

    assert "browser" not in machine.log


def test_lint_needs_no_browser(machine: Machine) -> None:
    """And runs what it says."""
    machine.python("python3")
    machine.make("setup", FIREDRILL_BROWSER="/opt/mine")
    for name in ("ruff", "mypy", "lint-imports"):
        machine.program(f"../project/.venv/bin/{name}", f'#!/bin/sh\necho "{name} $*" >> {{machine}}/log\n')
    (machine.folder / "log").unlink()

    assert machine.make("lint").returncode == 0

    assert [line.strip() for line in machine.log] == [
        "ruff format --check .",
        "ruff check .",
        "mypy",
        "lint-imports",
    ]


@pytest.mark.parametrize(
    ("target", "asked"),
    [
        ("drill", "firedrill drill run p0-bad-deploy --responder runbook --pace fast"),
        ("smoke", "firedrill smoke"),
        ("bench", "python -m tests.bench"),
        ("proof", "python -m tests.proof"),
    ],
)
def test_a_target_sets_up_and_runs(machine: Machine, target: str, asked: str) -> None:
    """Its exit code is make's."""
    machine.python("python3")
    machine.make("setup")
    machine.program(
        "../project/.venv/bin/firedrill", '#!/bin/sh\necho "firedrill $*" >> {machine}/log\nexit 1\n'
    )
    (machine.folder / "log").unlink()

    ran = machine.make(target)

    assert machine.log == [asked]
    assert (ran.returncode != 0) is asked.startswith("firedrill")


def test_lock_without_uv_says_what_to_install(machine: Machine) -> None:
    """It is the one target that needs more than the set-up."""
    refused = machine.make("lock")

    assert refused.returncode == 2
    assert "make lock needs uv: pip install uv" in refused.stderr
