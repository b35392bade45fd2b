"""What `firedrill smoke` tells as it goes, to a terminal and to GitHub, however the gate ends."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from fixtures.interruption import INTERRUPTED
from reports.verdict import ExitCode, Reason, Verdict
from reports.verdict import Result as Judgement
from smoke import gate
from smoke.command import smoke
from tests.reports.gates import gate_verdict

HOSTILE = "fail quiz: it says\n::set-output name=verdict::PASS\x1b[2J and ##[add-mask]PASS"


def tell(folder: Path, monkeypatch: pytest.MonkeyPatch, end: Verdict | Exception) -> Result:
    """Run the command in GitHub Actions, with a gate that tells something hostile and ends like this."""

    def run_gate(*_: Any, tell: Any, **__: Any) -> Verdict:
        tell(HOSTILE)
        if isinstance(end, Exception):
            raise end
        return end

    monkeypatch.setattr(gate, "run_gate", run_gate)
    monkeypatch.chdir(folder)
    app = typer.Typer()
    app.command()(smoke)
    env = {"GITHUB_ACTIONS": "true", "GITHUB_OUTPUT": str(folder / "outputs")}
    return CliRunner().invoke(app, ["--url", "https://a.example"], env=env)


def told(folder: Path) -> dict[str, str]:
    """The step's outputs."""
    text = (folder / "outputs").read_text(encoding="utf-8")
    return dict(re.findall(r"(?m)^(\w+)<<(?:end-\w+)\n(.*)\nend-\w+$", text))


@pytest.mark.parametrize(
    ("end", "code"),
    [
        (gate_verdict(Judgement.PASS, []), ExitCode.PASS),
        (gate_verdict(Judgement.FAIL, []), ExitCode.FAIL),
        (ZeroDivisionError("a bug"), ExitCode.BROKEN),
        (
            gate_verdict(Judgement.INCONCLUSIVE, [], reasons=[Reason(code=INTERRUPTED, message="m")]),
            ExitCode.INTERRUPTED,
        ),
    ],
)
def test_github_is_told_the_commands_own_exit_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: Verdict | Exception, code: ExitCode
) -> None:
    """Which says more than the verdict: that the gate itself broke, or was interrupted."""
    done = tell(tmp_path, monkeypatch, end)

    assert done.exit_code == code
    assert told(tmp_path)["exit_code"] == str(int(code))


def test_what_a_site_says_is_no_command_on_the_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither to the terminal nor to GitHub; what we tell GitHub ourselves is one."""
    done = tell(tmp_path, monkeypatch, gate_verdict(Judgement.FAIL, []))

    commands = [line for line in done.output.splitlines() if re.match(r"\s*::[a-z-]+( .*)?::", line)]
    assert len(commands) == 1
    assert commands[0].startswith("::error title=verdict::FAIL")
    assert "set-output name=verdict" in done.output
    assert "##[" not in done.output
    assert "\x1b" not in done.output
