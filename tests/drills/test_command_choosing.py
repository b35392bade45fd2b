"""``firedrill drill`` as its user types it: which incident, one of their own, or one that nobody knows."""

from __future__ import annotations

import itertools
import json
import os
import re
import signal
from pathlib import Path

from drills import runbook
from drills.catalogue import everything
from drills.responders import leftover
from drills.surprise import NAME, draw
from fixtures import processes
from reports.facts.run import FactSealed, ScenarioStated
from reports.journal import facts, read
from reports.run import JOURNAL, VERDICT
from reports.verdict import ExitCode
from tests.drills.terminal import QUICK, Terminal, wait_until_said, wait_until_there
from tests.machines import ROOT

OWN = """
from drills.scenario import Scenario, Truth

SCENARIO = Scenario(
    id="p0-own", title="Une panne bien à nous", severity="P0", story="Rien ne va plus.", fault="bad-deploy",
    truth=Truth(cause="Une cause bien à nous.", words=(("TypeError",),)), accepted=("rollback",),
)
"""


def own_folder(home: Path) -> Path:
    """A team's folder with one scenario in it: the one file that there is to write."""
    folder = home / "own"
    folder.mkdir()
    (folder / "p0_own.py").write_text(OWN, encoding="utf-8")
    return folder


def test_the_ten_minutes_guide_is_drilled(terminal: Terminal) -> None:
    """Its example is one new file in a folder of one's own, and the runbook responder passes it."""
    guide = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    (name,) = re.findall(r"`(p\d_\w+\.py)`:\n\n```python\n", guide)
    (terminal.home / "own").mkdir()
    (terminal.home / "own" / name).write_text(guide.split("```python\n")[1].split("```")[0], encoding="utf-8")
    scenario = name.removesuffix(".py").replace("_", "-")

    asked = ("--scenarios", "own", "--responder", "runbook", "--pace", "60", "--journeys", "http")
    done = terminal.run("run", scenario, *asked)

    assert done.returncode == ExitCode.PASS, done.stdout + done.stderr
    assert json.loads((terminal.folder / VERDICT).read_text())["drill"]["scenario"] == scenario
    assert "The runbook's checklist, 10 of 12 ticked" in done.stdout


def test_the_list_has_every_scenario(terminal: Terminal) -> None:
    """Ours and one's own, with severity and title, for people and for programs."""
    own_folder(terminal.home)

    done = terminal.run("list", "--scenarios", "own")
    as_json = terminal.run("list", "--scenarios", "own", "--json")

    assert done.returncode == as_json.returncode == 0
    assert any(line.split()[:2] == ["p0-bad-deploy", "P0"] for line in done.stdout.splitlines())
    rows = json.loads(as_json.stdout)
    assert {"id": "p0-own", "severity": "P0", "title": "Une panne bien à nous"} in rows
    assert len(rows) == len(done.stdout.splitlines())


def test_a_folder_with_mistakes_is_refused_with_all_of_them(terminal: Terminal) -> None:
    """Before anything is started, by each command that takes one."""
    folder = own_folder(terminal.home)
    (folder / "p0_own.py").write_text(OWN.replace("bad-deploy", "no-fault").replace("rollback", "pray"))

    for command in (("list",), ("show", "p0-own"), ("run", "p0-own"), ("run", "--surprise"), ("rehearse",)):
        done = terminal.run(*command, "--scenarios", "own")

        assert (done.returncode, done.stdout) == (ExitCode.USAGE, ""), command
        assert "p0_own.py: fault: 'no-fault' is no fault" in done.stderr
        assert "p0_own.py: accepted: 'pray' is no way" in done.stderr
    assert not (terminal.home / "reports").exists()


def test_all_about_one_is_shown(terminal: Terminal) -> None:
    """Its cause, what is right, what is wrong and why, its budgets: for people and for programs."""
    done = terminal.run("show", "p0-bad-deploy")
    as_json = json.loads(terminal.run("show", "p0-bad-deploy", "--json").stdout)

    told = " ".join(done.stdout.split())
    for fact in (
        "TypeError sur toutes les pages",
        "rollback, promote, alias",
        "redeploy (redeployed-the-same-commit)",
        "building it again brings it back",
        "triage 5m00s",
        "Begins at 02:40",
        "Fastest pace 120",
        "Whoever is going to respond reads no further",
    ):
        assert fact in told
    assert as_json["budgets"]["mitigate"] == 600
    assert as_json["accepted"] == ["rollback", "promote", "alias"]


def test_an_id_and_a_surprise_exclude_each_other(terminal: Terminal) -> None:
    """So do a severity and an id, and nothing at all is not enough."""
    both = terminal.run("run", "p0-bad-deploy", "--surprise")
    chosen = terminal.run("run", "p0-bad-deploy", "--severity", "P0")
    neither = terminal.run("run")

    assert [both.returncode, chosen.returncode, neither.returncode] == [ExitCode.USAGE] * 3
    assert "'p0-bad-deploy' is no surprise" in both.stderr
    assert "goes with --surprise only" in chosen.stderr
    assert "or --surprise" in neither.stderr


def test_a_surprise_is_told_at_its_end_only(terminal: Terminal) -> None:
    """Before it, neither files nor processes nor the screen tell it; after it, the seed draws it again."""
    there = everything(own_folder(terminal.home)).values()
    seed = next(
        seed
        for seed in itertools.count()
        if draw(there, runbook.load(), 120, "P0", seed).scenario.id == "p0-own"
    )
    asked = ("--surprise", "--severity", "P0", "--seed", str(seed), "--scenarios", "own")
    process = terminal.start("run", *asked, "--responder", "cmd:sh -c 'sleep 600'", *QUICK)
    try:
        screen = wait_until_said(process, "is at work")
        wait_until_there(terminal.folder / leftover.NAME)
        seen = [screen, *_files(terminal), *_processes(process.pid)]
        sealed = read(terminal.folder / JOURNAL)
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    finally:
        processes.end_now(processes.family(process.pid))
        process.communicate()

    assert len(list(facts(sealed, FactSealed))) >= 3
    for secret in ("p0-own", "bien à nous", "scenario.stated", "fault.injected"):
        assert not [text[:200] for text in seen if secret in text]
    assert f"it was p0-own; --seed {seed}" in errors
    assert process.returncode == ExitCode.INTERRUPTED
    assert terminal.folder.name.endswith(f"-{NAME}")
    (stated,) = (fact for _, fact in facts(read(terminal.folder / JOURNAL), ScenarioStated))
    assert (stated.scenario["id"], stated.seed) == ("p0-own", seed)


def _files(terminal: Terminal) -> list[str]:
    """Every file of the run and of its world, with its name."""
    roots = (terminal.home / "reports", terminal.temporary)
    paths = [path for root in roots for path in root.rglob("*") if path.is_file() and not path.is_symlink()]
    told = []
    for path in paths:
        try:
            told.append(f"{path}: {path.read_bytes().decode(errors='replace')}")
        except OSError:
            continue  # PostgreSQL removes its own
    assert any("brief.json" in text for text in told)
    return told


def _processes(head: int) -> list[str]:
    """What the process list shows of all but the command itself, which its user typed."""
    told = []
    for process in processes.family(head):
        for name in ("cmdline", "environ") if process.pid != head else ():
            try:
                told.append((processes.PROC / str(process.pid) / name).read_text(errors="replace"))
            except OSError:
                continue  # it has just ended, or belongs to PostgreSQL's user
    assert any("sleep 600" in text.replace("\0", " ") for text in told)
    return told
