"""The GitHub action: its own shell steps, run as GitHub runs them, with stand-ins for what they call."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import textwrap
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.machines import MAKE, ROOT, Machine

ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
VALUES = ("url", "target", "config", "expect-commit", "only", "flaky", "device")
OUTPUTS = {"verdict", "exit_code", "report", "suggested_action", "run_id", "folder"}
HOSTILE = [
    '"; rm -rf / #',
    "$(id)",
    "`id`",
    "${HOME}",
    "a b\tc",
    "two\nlines",
    "* ? [a-z]",
    "--json",
    "-m all",
    "'quoted' \\ \"both\"",
    "&& touch broken; | > broken",
]


def keys(section: str) -> set[str]:
    """The keys right below a top-level key of action.yml."""
    block = re.search(rf"(?m)^{section}:\n(?P<block>(?:  .*\n)+)", ACTION)
    assert block is not None
    return set(re.findall(r"(?m)^  ([\w-]+):$", block["block"]))


def step(name: str) -> str:
    """One of its steps, as it stands there."""
    return next(part for part in ACTION.split("    - name: ") if part.startswith(f"{name}\n"))


def script(name: str) -> str:
    """The shell script of one of its steps."""
    return textwrap.dedent(step(name).split("      run: |\n")[1])


def variables(name: str) -> dict[str, str]:
    """The environment of one of its steps: the input behind each variable."""
    found: dict[str, str] = dict(
        re.findall(r"(?m)^        ([A-Z_]+): \$\{\{ inputs\.([\w-]+) \}\}$", step(name))
    )
    return found


@dataclass
class Job:
    """What became of a step: its exit code, what it said, the program's arguments, its file of outputs."""

    code: int
    said: str
    asked: list[str] | None
    written: str


def run(
    name: str, folder: Path, path: str, inputs: dict[str, str], github: dict[str, str] | None = None
) -> Job:
    """Run a step as GitHub does: in bash, with every input in its variable, the empty ones too."""
    (folder / "outputs").touch()
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script(name)],
        env={
            "PATH": path,
            "GITHUB_ACTION_PATH": str(folder / "the action"),
            "GITHUB_OUTPUT": str(folder / "outputs"),
            **(github or {}),
            **{variable: inputs.get(key, "") for variable, key in variables(name).items()},
        },
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    asked = folder / "asked"
    return Job(
        done.returncode,
        done.stdout + done.stderr,
        asked.read_text().split("\0")[:-1] if asked.exists() else None,
        (folder / "outputs").read_text(),
    )


def stand_in(path: Path, log: Path, code: int = 0) -> None:
    """A program that writes down its arguments, each ended by a NUL, and ends with a code."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\nprintf '%s\\0' \"$@\" > '{log}'\nexit {code}\n")
    path.chmod(0o755)


def judge(folder: Path, inputs: dict[str, str], code: int = 0) -> Job:
    """The step that judges, with a stand-in for the command."""
    stand_in(folder / "the action/.venv/bin/firedrill", folder / "asked", code)
    return run("Judge", folder, os.environ["PATH"], inputs)


def set_up(folder: Path, python: str, code: int = 0) -> Job:
    """The step that sets up, with a stand-in for make."""
    stand_in(folder / "bin/make", folder / "asked", code)
    return run("Set firedrill up", folder, f"{folder / 'bin'}:{os.environ['PATH']}", {"python": python})


def test_each_input_reaches_its_own_option(tmp_path: Path) -> None:
    """Under its own name, with its own value."""
    job = judge(tmp_path, {name: f"the {name}" for name in VALUES} | {"har": "true"})

    assert job.code == 0
    assert job.asked == ["smoke", *(f"--{name}=the {name}" for name in VALUES), "--har"]


@pytest.mark.parametrize("name", VALUES)
def test_only_what_is_given_is_an_option(tmp_path: Path, name: str) -> None:
    """An empty value would be one too: a target called nothing, a commit that nobody deployed."""
    job = judge(tmp_path, {"target": "preview"} | {name: "given"})

    others = [] if name == "target" else ["--target=preview"]
    assert job.asked is not None
    assert sorted(job.asked) == sorted(["smoke", *others, f"--{name}=given"])


@pytest.mark.parametrize("har", ["", "false", "True; id"])
def test_a_switch_is_on_only_where_it_says_so(tmp_path: Path, har: str) -> None:
    """It keeps what a browser sent and got."""
    assert judge(tmp_path, {"target": "preview", "har": har}).asked == ["smoke", "--target=preview"]


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("name", VALUES)
def test_an_input_is_never_a_command(tmp_path: Path, name: str, hostile: str) -> None:
    """A branch's or a deployment's name can be chosen by anybody: it arrives as it is, as one argument."""
    job = judge(tmp_path, {"target": "preview"} | {name: hostile})

    assert job.code == 0
    assert job.asked is not None
    assert [each for each in job.asked[1:] if each != "--target=preview"] == [f"--{name}={hostile}"]
    assert {path.name for path in tmp_path.iterdir()} == {"asked", "outputs", "the action"}


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 130])
def test_the_gates_exit_code_is_the_steps(tmp_path: Path, code: int) -> None:
    """And an output, also where it is not 0 and the shell would end."""
    job = judge(tmp_path, {"target": "preview"}, code)

    assert (job.code, job.written) == (code, f"exit_code={code}\n")


def test_nothing_to_judge_is_told(tmp_path: Path) -> None:
    """The embedded world is not what a pipeline means by a deployment, however healthy it is."""
    job = judge(tmp_path, {"only": "landing", "config": "firedrill.toml"})

    assert (job.code, job.asked, job.written) == (2, None, "exit_code=2\n")
    assert job.said.startswith("::error title=firedrill::give url or target")


@pytest.mark.parametrize("code", [0, 2])
def test_it_sets_itself_up_in_its_own_folder(tmp_path: Path, code: int) -> None:
    """By the same target as everybody's; without it there is no gate."""
    job = set_up(tmp_path, "python3.12", code)

    assert (job.code, job.asked) == (code, ["-C", str(tmp_path / "the action"), "setup"])


@pytest.mark.parametrize("python", [each for each in HOSTILE if not each.startswith("--")])
def test_an_interpreter_is_a_name_or_a_path(tmp_path: Path, python: str) -> None:
    """The Makefile hands it to a shell, where it would be a command."""
    job = set_up(tmp_path, python)

    assert (job.code, job.asked) == (2, None)
    assert job.said.startswith("::error title=firedrill::python:")


@pytest.mark.parametrize(("python", "maker"), [("python3.11", "python3.11"), ("", "python3.13")])
def test_the_makefile_makes_the_environment_with_it(tmp_path: Path, python: str, maker: str) -> None:
    """The real one, on a machine with two; where none is named, with the newest."""
    machine = Machine.bare(tmp_path)
    machine.python("python3.11")
    machine.python("python3.13")
    (tmp_path / "bin/make").symlink_to(MAKE)
    (tmp_path / "bin/bash").symlink_to(shutil.which("bash") or "bash")
    machine.project.rename(tmp_path / "the action")

    job = run("Set firedrill up", tmp_path, str(tmp_path / "bin"), {"python": python})

    assert job.code == 0, job.said
    assert machine.log == [f"venv by {maker}", "pip -r", "pip -e", "browser"]


def test_inputs_reach_the_scripts_through_the_environment_alone() -> None:
    """No expression of GitHub's stands in a script, and each input has a variable of its own."""
    given = variables("Set firedrill up") | variables("Judge")

    assert "${{" not in script("Set firedrill up") + script("Judge")
    assert set(given.values()) == keys("inputs") == {*VALUES, "har", "python"}
    assert given == {f"GATE_{name.upper().replace('-', '_')}": name for name in (*VALUES, "har")} | {
        "FIREDRILL_PYTHON": "python"
    }


def test_its_outputs_are_those_of_the_step_that_judges() -> None:
    """Each under its own name."""
    assert keys("outputs") == OUTPUTS
    for name in OUTPUTS:
        assert re.search(
            rf"(?m)^  {name}:\n    description: .+\n    value: \${{{{ steps\.gate\.outputs\.{name} }}}}$",
            ACTION,
        )
    assert "\n      id: gate\n" in step("Judge")


def test_its_options_are_the_commands_own() -> None:
    """None is asked for that there is not."""
    command = [sys.executable, "-m", "firedrill", "smoke", "--help"]
    env = {**os.environ, "COLUMNS": "200"}
    shown = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=True).stdout

    for name in (*VALUES, "har"):
        assert re.search(rf"--{name}\b", shown), name


def test_the_real_command_tells_github(tmp_path: Path) -> None:
    """A site that refuses, judged as in a pipeline: outputs, summary, an annotation, and the report there."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}"
        (tmp_path / "firedrill.toml").write_text(f'[target.here]\nurl = "{url}"\nbudgets.ready_s = 0\n')
        (tmp_path / "the action").symlink_to(ROOT)
        github = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(tmp_path / "summary")}

        job = run("Judge", tmp_path, os.environ["PATH"], {"target": "here", "only": "landing"}, github)

    told = dict(re.findall(r"(?m)^(\w+)<<(?:end-\w+)\n(.*)\nend-\w+$", job.written))
    assert job.code == 1, job.said
    assert told.keys() == OUTPUTS
    assert (told["verdict"], told["exit_code"]) == ("FAIL", "1")
    assert (tmp_path / told["report"]).is_file()
    assert re.search(r"(?m)^::error title=.*::.*refused", job.said)
    assert (tmp_path / "summary").read_text().startswith("## ❌ FAIL (partial run: only landing)")
