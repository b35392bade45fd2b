"""The Makefile on machines of all kinds, made of programs that only write down what they were asked."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAKE = shutil.which("make") or "make"
TOOLS = ("cat", "chmod", "expand", "id", "ln", "mkdir", "rm", "sed", "tail", "touch")
# Stands in for Python: answers for its version and modules, makes environments, installs, finds a browser.
PYTHON = """#!/bin/sh
case "$*" in
  *version_info*) exit {too_old} ;;
  *ensurepip*) test ! -e {machine}/without-$(basename $0) ;;
  --version) echo "Python from $(basename $0)" ;;
  "-m venv"*)
    echo "venv by $(basename $0)" >> {machine}/log
    rm -rf .venv; mkdir -p .venv/bin; ln -s {machine}/installed-python .venv/bin/python ;;
esac
"""
INSTALLED = """#!/bin/sh
case "$*" in
  "-m pip"*"--require-hashes"*) echo "pip -r" >> {machine}/log; test ! -e {machine}/pip-fails ;;
  "-m pip"*"--editable ."*) echo "pip -e" >> {machine}/log ;;
  "-m smoke.browser --install")
    echo "browser" >> {machine}/log; test ! -e {machine}/no-browser || exit 2
    echo /bin/sh > .venv/firedrill-browser ;;
  *) echo "python $*" >> {machine}/log ;;
esac
"""
SETUP = ["pip -r", "pip -e", "browser"]


@dataclass
class Machine:
    """A project folder, and the only programs that there are."""

    folder: Path

    @property
    def project(self) -> Path:
        """Where the Makefile stands."""
        return self.folder / "project"

    @property
    def log(self) -> list[str]:
        """What was asked of the programs, in order."""
        path = self.folder / "log"
        return path.read_text().splitlines() if path.exists() else []

    def program(self, name: str, text: str, **facts: object) -> None:
        """Put a program on the PATH."""
        path = self.folder / "bin" / name
        path.write_text(
            text.replace("{machine}", str(self.folder)).replace("{too_old}", str(facts.get("too_old", 0)))
        )
        path.chmod(0o755)

    def python(self, name: str, *, too_old: bool = False, with_pip: bool = True) -> None:
        """Put a Python on the PATH."""
        self.program(name, PYTHON, too_old=int(too_old))
        if not with_pip:
            (self.folder / f"without-{name}").touch()

    def mark(self, name: str) -> Path:
        """A file that changes what the programs do."""
        path = self.folder / name
        path.touch()
        return path

    def make(self, *arguments: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run make in the project."""
        return subprocess.run(
            [MAKE, *arguments],
            cwd=self.project,
            env={"PATH": str(self.folder / "bin"), **env},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    """A machine with no Python and no environment yet."""
    machine = Machine(tmp_path)
    machine.project.mkdir()
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, machine.project)
    (tmp_path / "bin").mkdir()
    for tool in (*TOOLS, "basename"):
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool) or tool)
    machine.program("../installed-python", INSTALLED)
    return machine


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
    machine.project.rename(machine.folder / "moved")
    (machine.folder / "moved").rename(machine.project)
    assert machine.make("setup").returncode == 0
    assert machine.log == []

    shutil.copytree(machine.project, machine.folder / "copy", symlinks=True)
    subprocess.run(
        [MAKE, "setup"], cwd=machine.folder / "copy", env={"PATH": str(machine.folder / "bin")}, check=True
    )

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


@pytest.mark.parametrize(("failing", "asked"), [("", ["lint", "test"]), ("lint", ["lint"])])
def test_ci_calls_lint_and_test_and_nothing_of_its_own(
    machine: Machine, failing: str, asked: list[str]
) -> None:
    """From wherever it is called; the first failure ends it."""
    machine.program("make", f'#!/bin/sh\necho "$*" >> {{machine}}/log\ntest "$1" != "{failing}"\n')
    path = f"{machine.folder / 'bin'}:{os.environ['PATH']}"

    ran = subprocess.run(["bash", ROOT / ".ci" / "run"], cwd="/", env={"PATH": path}, check=False)

    assert machine.log == asked
    assert (ran.returncode == 0) is not failing


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
