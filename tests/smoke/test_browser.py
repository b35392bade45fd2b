"""A browser is found in the order that the documentation gives, and only one that starts."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from smoke import browser
from smoke.browser import NoBrowserError, find
from tests.smoke.programs import Machine, machine, program

__all__ = ["machine"]


def test_this_machines_browser_starts() -> None:
    """What set-up has left here."""
    assert browser.runs(find().path)


def test_the_variable_comes_first(machine: Machine) -> None:
    """Whoever names a browser means it."""
    program(machine.bin / "chromium")
    mine = program(machine.folder / "mine")
    machine.env("FIREDRILL_BROWSER", str(mine))

    assert find().path == str(mine)


def test_a_variable_that_names_no_program_is_refused(machine: Machine) -> None:
    """It is not silently ignored."""
    program(machine.bin / "chromium")
    machine.env("FIREDRILL_BROWSER", "/no/such/browser")

    with pytest.raises(NoBrowserError, match=r"\$FIREDRILL_BROWSER names /no/such/browser, .* unset it"):
        find()


def test_what_setup_noted_is_taken_without_another_try(machine: Machine) -> None:
    """It was seen running then; a gate does not pay for that again."""
    program(machine.bin / "chromium")
    noted = program(machine.folder / "noted", exit_code=1)
    machine.note.write_text(f"{noted}\n")

    assert find().path == str(noted)


def test_a_noted_browser_that_is_gone_is_looked_for_anew(machine: Machine) -> None:
    """As after its removal."""
    chromium = program(machine.bin / "chromium")
    machine.note.write_text(f"{machine.folder / 'gone'}\n")

    assert find().path == str(chromium)


def test_playwrights_own_comes_before_the_systems(machine: Machine) -> None:
    """Where ``playwright install`` has been."""
    program(machine.bin / "chromium-headless-shell")
    own = machine.playwrights_own()

    assert find().path == str(own)


def test_a_half_installed_one_is_none(machine: Machine) -> None:
    """Playwright marks the end of an installation."""
    chromium = program(machine.bin / "chromium")
    own = machine.playwrights_own()
    (own.parents[1] / "INSTALLATION_COMPLETE").unlink()

    assert find().path == str(chromium)


def test_one_that_does_not_start_is_passed_over(machine: Machine) -> None:
    """Playwright's without the system's libraries, Ubuntu's empty shell of a package."""
    machine.playwrights_own(exit_code=127)
    program(machine.bin / "chromium", exit_code=1)
    chrome = program(machine.bin / "google-chrome")

    assert find().path == str(chrome)


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        (["google-chrome", "chromium", "chromium-headless-shell"], "chromium-headless-shell"),
        (["google-chrome", "chromium"], "chromium"),
        (["google-chrome"], "google-chrome"),
    ],
)
def test_of_the_systems_the_lightest_is_taken(machine: Machine, there: list[str], taken: str) -> None:
    """Headless shell, Chromium, Chrome."""
    for name in there:
        program(machine.bin / name)

    assert find().path == str(machine.bin / taken)


def test_none_at_all_says_where_it_looked_and_what_to_do(machine: Machine) -> None:
    """One sentence."""
    with pytest.raises(
        NoBrowserError,
        match=r"looked for \$FIREDRILL_BROWSER, Playwright's own and chromium-headless-shell, .*'make setup'",
    ):
        find()


@pytest.mark.parametrize(("user", "without_sandbox"), [(0, True), (1000, False)])
def test_as_root_it_runs_without_its_sandbox(machine: Machine, user: int, without_sandbox: bool) -> None:
    """Chromium refuses otherwise."""
    program(machine.bin / "chromium")
    machine.patch.setattr("os.geteuid", lambda: user)

    assert ("--no-sandbox" in find().args) is without_sandbox


def test_a_look_does_not_import_playwright() -> None:
    """It is what every gate begins with."""
    code = "import sys, smoke.browser; sys.exit(any(name.startswith('playwright') for name in sys.modules))"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_command_prints_the_path(machine: Machine) -> None:
    """And exits with 2 and the sentence where there is none."""
    environment = {"PATH": "", "FIREDRILL_BROWSER": str(program(machine.folder / "mine"))}
    command = [sys.executable, "-m", "smoke.browser_setup"]
    root = Path(browser.__file__).parents[1]
    found = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False)
    environment["FIREDRILL_BROWSER"] = "/no/such/browser"
    missing = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False)

    assert (found.returncode, found.stdout) == (0, f"{machine.folder / 'mine'}\n")
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr.startswith("firedrill: $FIREDRILL_BROWSER names /no/such/browser")
    assert len(missing.stderr.splitlines()) == 1
