"""The example of a weekly rehearsal: it asks for nothing but to read, and types what there is."""

from __future__ import annotations

import re

from typer.main import get_group

from drills.command import app
from tests.machines import ROOT

WORKFLOW = (ROOT / "docs" / "examples" / "weekly-rehearsal.yml").read_text(encoding="utf-8")
CI = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")


def test_it_comes_every_week_and_needs_no_secret() -> None:
    """It reads the repository, and that is all."""
    assert re.search(r'(?m)^    - cron: "\d+ \d+ \* \* [0-6]"', WORKFLOW)
    assert re.findall(r"(?m)^ *([\w-]+): (?:read|write)", WORKFLOW) == ["contents"]
    assert "secrets." not in WORKFLOW
    assert "continue-on-error" not in WORKFLOW
    assert "||" not in WORKFLOW


def test_what_it_types_is_there() -> None:
    """Command and options, and the same versions of GitHub's actions as our own CI."""
    typed = re.search(r"firedrill drill (\w+) (.*)$", WORKFLOW, re.MULTILINE)
    assert typed is not None

    command = get_group(app).commands[typed[1]]
    options = {option for parameter in command.params for option in parameter.opts}

    assert set(re.findall(r"--[\w-]+", typed[2])) == {"--scenarios", "--seed"} <= options
    pins = re.findall(r"uses: (actions/\S+)", WORKFLOW)
    assert set(pins) <= set(re.findall(r"uses: (actions/\S+)", CI))


def test_what_it_found_is_kept() -> None:
    """Also of a rehearsal that passed: the reports are the proof."""
    assert re.search(
        r"- if: always\(\)\n +uses: actions/upload-artifact.*\n.*\n.*\n +path: reports/out", WORKFLOW
    )
