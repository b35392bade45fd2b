"""``firedrill drill`` as its user types it: exit codes, Ctrl-C, a second terminal, what a kill leaves."""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from drills.responders import leftover
from fixtures import processes
from reports.facts.fault import FaultHealed, FaultInjected
from reports.facts.responder import ResponderSaid
from reports.facts.run import RunEnded, WorldStopped
from reports.journal import facts, read
from reports.run import JOURNAL, VERDICT
from reports.verdict import ExitCode
from tests.command_lines import guardians
from tests.drills.terminal import QUICK, Terminal, wait_until_said, wait_until_there


@contextlib.contextmanager
def busy(terminal: Terminal) -> Iterator[tuple[subprocess.Popen[str], set[processes.Process]]]:
    """A drill whose responder is at work, and all its processes."""
    process = terminal.start("run", "p0-bad-deploy", "--responder", "cmd:sh -c 'sleep 600'", *QUICK)
    try:
        wait_until_said(process, "is at work")
        wait_until_there(terminal.folder / leftover.NAME)
        yield process, processes.family(process.pid)
    finally:
        processes.end_now(processes.family(process.pid))
        process.communicate()


def still_running(family: set[processes.Process]) -> set[int]:
    """Which of these processes run."""
    return {process.pid for process in family if process in processes.family(process.pid)}


def test_a_run_and_its_judging_again(terminal: Terminal) -> None:
    """The exit code of its verdict, JSON that is the stored file, the same bytes when judged again.

    What its responder prints is kept, without the secrets that it was given.
    """
    responder = "cmd:sh -c 'env | tee seen; cat $PGPASSFILE | tee -a seen'"
    done = terminal.run("run", "p0-bad-deploy", "--responder", responder, "--json", *QUICK)
    stored = (terminal.folder / VERDICT).read_bytes()
    again = terminal.run("judge", "reports/out/drill/latest", "--json")

    assert (done.returncode, again.returncode) == (ExitCode.FAIL, ExitCode.FAIL), done.stderr
    assert done.stdout.encode() == stored == (terminal.folder / VERDICT).read_bytes()
    assert json.loads(again.stdout)["verdict"] == "FAIL"
    assert "alert: [Sentry]" in done.stderr
    seen, log = (terminal.home / "seen").read_text(), (terminal.folder / "responder.log").read_text()
    given = dict(line.partition("=")[::2] for line in seen.splitlines() if "=" in line)
    tokens = {name: value for name, value in given.items() if name.endswith(("_TOKEN", "_KEY", "_PASSWORD"))}
    del tokens["LINEAR_TEAM_KEY"]  # a team's short name
    assert len(tokens) > 8
    assert f"POSTRY_URL={given['POSTRY_URL']}" in log
    assert [name for name, value in tokens.items() if value in log] == []
    assert seen.strip().rpartition(":")[2] not in log, "the database's password"
    assert list(terminal.temporary.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_drill_undoes_everything(terminal: Terminal, number: signal.Signals) -> None:
    """By Ctrl-C, by its supervisor or with its terminal: healed, stopped, inconclusive, and nothing stays."""
    with busy(terminal) as (process, family):
        if number is signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        process.communicate(timeout=60)

    assert process.returncode == ExitCode.INTERRUPTED
    events = read(terminal.folder / JOURNAL)
    assert [fact.reason for _, fact in facts(events, RunEnded)] == ["interrupted"]
    assert len(list(facts(events, FaultHealed))) == len(list(facts(events, WorldStopped))) == 1
    assert json.loads((terminal.folder / VERDICT).read_text())["verdict"] == "INCONCLUSIVE"
    assert still_running(family) == set()
    assert list(terminal.temporary.iterdir()) == []


def test_what_a_killed_drill_left_is_recovered(terminal: Terminal) -> None:
    """PostgreSQL, folders, the responder and the missing verdict; then there is nothing left to do.

    As where the guardian, which would have ended the processes, was killed first.
    """
    with busy(terminal) as (process, family):
        processes.end_now(guardians(family))
        process.kill()
        process.communicate(timeout=60)
        killed = terminal.folder

        recovered = terminal.run("recover")
        again = terminal.run("recover")

        assert (recovered.returncode, again.returncode) == (0, 0)
        assert "its PostgreSQL was stopped" in recovered.stderr
        assert f"{killed.name}: it was killed; its verdict is INCONCLUSIVE" in recovered.stdout
        assert again.stdout == "no drill was left without a verdict\n"
        assert json.loads((killed / VERDICT).read_text())["reasons"][0]["code"] == "run-cut-short"
        assert f"{killed.name}: its responder was ended" in recovered.stdout
        assert still_running(family) == set()
    assert list(terminal.temporary.iterdir()) == []


def test_a_second_terminal_speaks_to_the_drill_that_runs(terminal: Terminal) -> None:
    """The human form: declared from there, ended from there."""
    process = terminal.start("run", "p0-bad-deploy", "--responder", "human", *QUICK)
    wait_until_said(process, "is at work")

    acknowledged = terminal.run("say", "ack", "je regarde")
    ended = terminal.run("say", "resolved")
    output, _ = process.communicate(timeout=60)

    assert (acknowledged.returncode, ended.returncode) == (0, 0), acknowledged.stderr + ended.stderr
    assert process.returncode == ExitCode.FAIL
    assert "ALERTE" in output
    events = read(terminal.folder / JOURNAL)
    assert next(facts(events, FaultInjected))
    said = [(fact.what, fact.text) for _, fact in facts(events, ResponderSaid)]
    assert said == [("ack", "je regarde"), ("resolved", "")]


def test_a_second_terminal_gets_the_drills_environment(terminal: Terminal) -> None:
    """Evaluated there, plain tools meet the world; what that shell had for them is forgotten."""
    process = terminal.start("run", "p0-bad-deploy", "--responder", "human", *QUICK)
    wait_until_said(process, "is at work")
    python = shlex.quote(sys.executable)
    ask = (
        "from os import environ as env; import httpx; "
        "print(httpx.get(env['POSTRY_URL']).status_code, 'PGSERVICE' in env)"
    )
    lines = (
        f'eval "$({python} -m firedrill drill env)"',
        f'{python} -c "{ask}"',
        f"{python} -m firedrill drill say resolved",
    )

    as_json = terminal.run("env", "--json")
    typed = subprocess.run(
        ["sh", "-ec", "\n".join(lines)],
        cwd=terminal.home,
        env={**terminal.env, "PGSERVICE": "production"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    process.communicate(timeout=60)

    assert (typed.returncode, typed.stdout) == (0, "500 False\n"), typed.stderr
    assert json.loads(as_json.stdout)["VERCEL_ORG_ID"] == "team_postry"
    said = [fact.what for _, fact in facts(read(terminal.folder / JOURNAL), ResponderSaid)]
    assert said == ["resolved"]


def test_without_a_drill_there_is_no_environment(terminal: Terminal) -> None:
    """Told, with what to do."""
    done = terminal.run("env")

    assert (done.returncode, done.stdout) == (ExitCode.USAGE, "")
    assert "no drill is running; start one with `firedrill drill run`" in done.stderr


def test_saying_something_to_nobody(terminal: Terminal) -> None:
    """Told, with what to do."""
    done = terminal.run("say", "ack")

    assert done.returncode == ExitCode.USAGE
    assert "no drill is running; start one with `firedrill drill run`" in done.stderr


def test_saying_what_nobody_understands(terminal: Terminal) -> None:
    """All that is understood is listed."""
    done = terminal.run("say", "hello")

    assert done.returncode == ExitCode.USAGE
    assert "'hello'" in done.stderr
    assert "ack, triage, mitigated, validated, resolved, postmortem, note, escalate" in done.stderr


def test_a_damaged_journal_is_told(terminal: Terminal) -> None:
    """With its line."""
    (terminal.home / JOURNAL).write_text("no json\n")

    done = terminal.run("judge", ".")

    assert done.returncode == ExitCode.USAGE
    assert f"{JOURNAL}:1: not an event" in done.stderr
