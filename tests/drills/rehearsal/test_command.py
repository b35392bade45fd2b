"""``firedrill drill rehearse`` as its user types it."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path
from xml.etree import ElementTree

import pytest

from fixtures import processes
from reports.facts.responder import ClientEnded, ClientStarted
from reports.journal import facts, read
from reports.run import JOURNAL
from reports.verdict import ExitCode
from tests.drills.terminal import Terminal
from tests.drills.test_command_choosing import OWN, own_folder


def latest(terminal: Terminal) -> Path:
    """The newest rehearsal's folder."""
    return (terminal.home / "reports/out/rehearse/latest").resolve()


def programs(run: Path) -> list[str]:
    """What our responder started and ended, in order."""
    events = read(run / JOURNAL)
    name = {fact.client_run: fact.name for _, fact in facts(events, ClientStarted)}
    return [
        f"{event.fact.kind.removeprefix('client.')}: {name[event.fact.client_run]}"
        for event in events
        if isinstance(event.fact, ClientStarted | ClientEnded)
    ]


def test_scenarios_are_rehearsed_side_by_side(terminal: Terminal) -> None:
    """One of ours and one of one's own that can only fail: one line each, and the worst decides."""
    hopeless = OWN.replace('accepted=("rollback",)', 'accepted=("hotfix",)')
    (own_folder(terminal.home) / "p0_own.py").write_text(hopeless, encoding="utf-8")

    done = terminal.run("rehearse", "p0-bad-deploy", "p0-own", "--scenarios", "own", "--json", "--jobs", "2")

    assert done.returncode == ExitCode.FAIL, done.stdout + done.stderr
    verdict = json.loads(done.stdout)
    rows = {row["scenario"]: row for row in verdict["rehearsal"]["rows"]}
    assert list(rows) == ["p0-bad-deploy", "p0-own"]
    if rows["p0-bad-deploy"]["verdict"] == "INCONCLUSIVE":
        pytest.skip(f"this machine is too busy for two drills at once: {rows['p0-bad-deploy']['message']}")
    assert (rows["p0-bad-deploy"]["verdict"], rows["p0-own"]["verdict"]) == ("PASS", "FAIL"), done.stdout
    assert rows["p0-own"]["reason"] == "not-an-accepted-way"
    assert 0 < rows["p0-bad-deploy"]["triage_s"] < 300
    for row in rows.values():
        assert (terminal.home / "reports/out/drill" / row["run"] / "report.html").is_file()
    cases = ElementTree.parse(latest(terminal) / "junit.xml").getroot().iter("testcase")
    assert {case.get("name"): case.find("failure") is not None for case in cases} == {
        "p0-bad-deploy": False,
        "p0-own": True,
    }
    assert "p0-own" in (latest(terminal) / "report.html").read_text()
    assert (latest(terminal) / "verdict.json").read_text() == done.stdout
    assert programs(terminal.home / "reports/out/drill" / rows["p0-bad-deploy"]["run"]) == [
        "started: runbook responder loading",
        "ended: runbook responder loading",
        "started: firedrill smoke",
        "ended: firedrill smoke",
    ]
    assert list(terminal.temporary.iterdir()) == []


def test_an_unknown_one_is_refused_before_anything_starts(terminal: Terminal) -> None:
    """With the near one."""
    done = terminal.run("rehearse", "p0-bad-deplyo")

    assert done.returncode == ExitCode.USAGE
    assert "did you mean p0-bad-deploy" in done.stderr
    assert not (terminal.home / "reports").exists()


def test_an_interruption_leaves_nothing(terminal: Terminal) -> None:
    """Every drill undoes everything; the verdict says what did not end."""
    own_folder(terminal.home)
    process = terminal.start("rehearse", "p0-bad-deploy", "p0-own", "--scenarios", "own", "--jobs", "2")
    try:
        while len(list(terminal.temporary.glob("firedrill-world-*/control.json"))) < 2:
            assert process.poll() is None
        family = processes.family(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=30)
    finally:
        processes.end_now(processes.family(process.pid))
        process.communicate()

    assert process.returncode == ExitCode.INTERRUPTED
    assert "the rehearsal ended before: p0-bad-deploy, p0-own" in " ".join(output.split())
    assert not processes.running(family)
    assert list(terminal.temporary.iterdir()) == []
    kept = sorted((terminal.home / "reports/out/drill").glob("2*/verdict.json"))
    assert [json.loads(path.read_text())["verdict"] for path in kept] == ["INCONCLUSIVE"] * 2


def test_killed_it_takes_its_drills_with_it(terminal: Terminal) -> None:
    """None runs on; what a drill had no time to undo is finished by ``drill recover``."""
    process = terminal.start("rehearse", "p0-bad-deploy")
    try:
        while not list(terminal.temporary.glob("firedrill-world-*/control.json")):
            assert process.poll() is None
        family = processes.family(process.pid)
        process.kill()
        process.communicate(timeout=30)
        while processes.running(family):
            pass
    finally:
        processes.end_now(processes.running(family))
    recovered = terminal.run("recover")

    assert recovered.returncode == ExitCode.PASS, recovered.stderr
    assert list(terminal.temporary.iterdir()) == []
    (kept,) = (terminal.home / "reports/out/drill").glob("2*/verdict.json")
    assert json.loads(kept.read_text())["reasons"][0]["code"] == "run-cut-short"
