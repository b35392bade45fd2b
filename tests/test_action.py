"""The GitHub action: its own shell steps, run as GitHub runs them, with stand-ins for what they call."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from tests.machines import ROOT

ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")
_INPUTS = ("url", "target", "config", "expect-commit", "only", "flaky", "device", "har")


def script(name: str) -> str:
    """The shell script of one of its steps."""
    step = ACTION[ACTION.index(f"- name: {name}") :]
    step = step.split("    - name:", 2)[0] if step.count("    - name:") else step
    found = re.search(r"\n      run: (?:\|\n)?(?P<script>.*?)(?=\n    - |\Z)", step, re.DOTALL)
    assert found is not None
    return textwrap.dedent(found["script"])


def judge(folder: Path, code: int = 0, **inputs: str) -> tuple[int, list[str], str]:
    """The step that judges, with these inputs: its exit code, firedrill's arguments, and what it says."""
    program = folder / ".venv" / "bin" / "firedrill"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" > "{folder}/asked"\nexit {code}\n')
    program.chmod(0o755)
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    env = {f"GATE_{name.upper().replace('-', '_')}": given.get(name, "") for name in _INPUTS}
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script("Judge")],
        env={"PATH": os.environ["PATH"], "GITHUB_ACTION_PATH": str(folder), **env},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    asked = folder / "asked"
    return done.returncode, asked.read_text().splitlines() if asked.exists() else [], done.stdout


def test_only_what_is_given_is_an_option(tmp_path: Path) -> None:
    """By its own name."""
    inputs = {"url": "https://a.example", "expect_commit": "c27e5f0", "device": "iPhone 13", "har": "true"}
    code, asked, _ = judge(tmp_path, 0, **inputs)

    assert code == 0
    assert asked == [
        "smoke",
        "--url=https://a.example",
        "--expect-commit=c27e5f0",
        "--device=iPhone 13",
        "--har",
    ]


@pytest.mark.parametrize("hostile", ['"; touch broken #', "$(touch broken)", "`touch broken`", "a b\tc"])
def test_an_input_is_never_a_command(tmp_path: Path, hostile: str) -> None:
    """A branch's or a deployment's name can be chosen by anybody."""
    code, asked, _ = judge(tmp_path, url=hostile)

    assert code == 0
    assert asked == ["smoke", f"--url={hostile}"]
    assert not (tmp_path / "broken").exists()


@pytest.mark.parametrize("expected", [1, 2, 3, 4, 130])
def test_the_gates_exit_code_is_the_steps(tmp_path: Path, expected: int) -> None:
    """Whatever it is."""
    assert judge(tmp_path, expected, target="preview")[0] == expected


def test_nothing_to_judge_is_told(tmp_path: Path) -> None:
    """The embedded world is not what a pipeline means."""
    code, asked, said = judge(tmp_path, only="landing")

    assert (code, asked) == (2, [])
    assert "::error" in said


def test_inputs_reach_the_script_through_the_environment_alone() -> None:
    """No expression of GitHub's stands in a script, and each input has its variable."""
    for name in ("Set firedrill up", "Judge"):
        assert "${{" not in script(name)
    for name in _INPUTS:
        assert f"GATE_{name.upper().replace('-', '_')}: ${{{{ inputs.{name} }}}}" in ACTION


def test_it_sets_itself_up_in_its_own_folder(tmp_path: Path) -> None:
    """By the same target as everybody's."""
    (tmp_path / "make").write_text(f'#!/bin/sh\necho "$*" > "{tmp_path}/asked"\n')
    (tmp_path / "make").chmod(0o755)
    env = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "GITHUB_ACTION_PATH": "/some where"}
    subprocess.run(["bash", "-c", script("Set firedrill up")], env=env, check=True)

    assert (tmp_path / "asked").read_text().strip() == "-C /some where setup"


def test_its_options_are_the_commands_own() -> None:
    """None is asked for that there is not."""
    command = [sys.executable, "-m", "firedrill", "smoke", "--help"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert all(f"--{name}" in shown for name in _INPUTS)
