"""Nothing that a file is called, or holds, plays with the terminal of whoever runs a command."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text

from reports.console import Console
from tests.test_command import firedrill

# Clears the screen, sets the window's title, writes red; CSI in one byte; a bell.
ESCAPE = "\x1b[2J\x1b]0;owned\x07\x1b[31mrouge\x9b31m\x07"
IN_TOML = ESCAPE.encode("unicode_escape").decode().replace("\\x", "\\u00")
CONTROLS = {chr(code) for code in (*range(0x09), *range(0x0B, 0x20), *range(0x7F, 0xA0))}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder that a stranger has filled."""
    (tmp_path / "firedrill.toml").write_text(
        f'[target."{IN_TOML}"]\nurl = "https://preview.example"\n[target.x]\nurl = "nonsense{IN_TOML}"\n'
        f'"{IN_TOML}" = 1\n'
    )
    (tmp_path / "good.toml").write_text(f'[target."{IN_TOML}"]\nurl = "https://preview.example"\n')
    (tmp_path / f"{ESCAPE}.md").write_text("nothing to run\n")
    own = tmp_path / "own"
    own.mkdir()
    (own / f"p0_{ESCAPE}.py").write_text("raise SystemError('\\x1b[31m')\n")
    run = tmp_path / f"run{ESCAPE}"
    run.mkdir()
    (run / "journal.jsonl").write_text(f'{{"{ESCAPE}"\n')
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [
        ("doctor", "--config", "good.toml"),
        ("doctor",),
        ("smoke", "--target", "x"),
        ("smoke", "--config", "good.toml", "--target", ESCAPE + "y"),
        ("smoke", "--only", ESCAPE),
        ("drill", "list", "--scenarios", "own"),
        ("drill", "run", ESCAPE),
        ("drill", "run", "p0-bad-deploy", "--responder", ESCAPE),
        ("drill", "judge", f"run{ESCAPE}"),
        ("load", "run", ESCAPE),
        ("load", "verify", "rate-limit", "--after", f"{ESCAPE}=1"),
        ("runbook", "check", f"{ESCAPE}.md"),
        ("runbook", "check", f"{ESCAPE}none.md"),
        (ESCAPE,),
        ("smoke", f"--{ESCAPE}"),
    ],
    ids=lambda words: " ".join(words).encode("unicode_escape").decode()[:40],
)
def test_no_command_repeats_an_escape_sequence(home: Path, words: tuple[str, ...]) -> None:
    """Whatever it says of the name, it says something."""
    done = firedrill(*words, cwd=home)

    assert done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    assert CONTROLS.isdisjoint(done.stdout + done.stderr), (done.stdout, done.stderr)


def test_a_terminal_gets_our_colours_and_no_others() -> None:
    """In a table, in a title, in plain text."""
    out = io.StringIO()
    console = Console(file=out, force_terminal=True, color_system="standard", width=60)
    table = Table(title=ESCAPE)
    table.add_column(ESCAPE)
    table.add_row(Text(ESCAPE, style="bold red"))

    console.print(table)
    console.print(Text(ESCAPE), ESCAPE)

    said = out.getvalue()
    assert "rouge" in said
    assert "\x1b[1;31m" in said, "ours"
    assert "[2J" not in said
    assert not {"\x07", "\x9b"} & set(said)
