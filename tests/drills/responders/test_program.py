"""A program as the responder: what it is given, what is kept, and that nothing of it stays."""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from drills import runbook
from drills.brief import VARIABLE, Alert, Brief
from drills.responders.program import Program
from drills.responders.responder import Engagement
from fixtures import processes
from fixtures.errors import SetupError
from reports.facts.responder import ClientStarted
from reports.journal import Journal, facts


def brief() -> Brief:
    """An alert."""
    alert = Alert(source="sentry", subject="TypeError", text="x", received_at=datetime.now(UTC))
    return Brief(
        alert=alert,
        local_time=datetime(2026, 1, 31, 2, 43, tzinfo=UTC).time(),
        runbook=runbook.FILE,
        pace=60,
        limit_s=60,
        environment=["POSTRY_URL"],
    )


def engagement(folder: Path, limit_s: float = 20.0) -> Engagement:
    """All that a responder is handed, with so many real seconds."""
    path = folder / "brief.json"
    path.write_text(brief().model_dump_json(), encoding="utf-8")
    return Engagement(
        brief=brief(),
        brief_file=path,
        env={**os.environ, "POSTRY_URL": "http://127.0.0.1:1"},
        env_file=folder / "env.sh",
        output=folder / "responder.log",
        run_folder=folder,
        deadline_mono_s=time.monotonic() + limit_s,
        journal=Journal(folder / "journal.jsonl"),
    )


def python(code: str) -> Program:
    """A program that runs this code; its argument is the brief."""
    return Program("cmd:test", [sys.executable, "-c", code])


def test_it_gets_brief_and_environment_and_its_output_is_kept(tmp_path: Path) -> None:
    """The brief's path as an argument and as a variable."""
    given = engagement(tmp_path)
    code = (
        "import json, os, sys\n"
        f"assert os.environ[{VARIABLE!r}] == sys.argv[1]\n"
        "print(json.load(open(sys.argv[1]))['alert']['subject'], os.environ['POSTRY_URL'])\n"
        "print('oh', file=sys.stderr)"
    )

    ending = python(code).respond(given)

    assert (ending.reason, ending.returncode) == ("finished", 0)
    assert given.output.read_text().splitlines() == ["TypeError http://127.0.0.1:1", "oh"]
    given.journal.close()


def test_its_exit_code_is_told(tmp_path: Path) -> None:
    """Whatever it means by it."""
    given = engagement(tmp_path)

    assert python("raise SystemExit(7)").respond(given).returncode == 7
    given.journal.close()


def test_one_that_kills_itself_has_crashed(tmp_path: Path) -> None:
    """By which signal."""
    given = engagement(tmp_path)

    ending = python("import os, signal; os.kill(os.getpid(), signal.SIGKILL)").respond(given)

    assert (ending.reason, ending.detail) == ("crashed", "ended by signal 9")
    given.journal.close()


def test_one_that_is_not_there_has_crashed(tmp_path: Path) -> None:
    """Its name is told."""
    given = engagement(tmp_path)

    ending = Program.parse("cmd:no-such-program --fast").respond(given)

    assert (ending.reason, ending.detail) == ("crashed", "no-such-program: No such file or directory")
    given.journal.close()


def test_its_time_limit_ends_it_with_its_children(tmp_path: Path) -> None:
    """Even if it will not listen."""
    given = engagement(tmp_path, limit_s=1.5)
    code = (
        "import signal, subprocess, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)\n"
        "time.sleep(600)"
    )

    ending = python(code).respond(given)

    assert ending.reason == "out-of-time"
    assert processes.family(int(given.output.read_text())) == set()
    given.journal.close()


def test_what_it_leaves_running_is_ended(tmp_path: Path) -> None:
    """Its process group goes with it."""
    given = engagement(tmp_path)
    code = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(child.pid, flush=True)"
    )

    ending = python(code).respond(given)

    assert ending.reason == "finished"
    left = int(given.output.read_text())
    deadline = time.monotonic() + 5
    while processes.family(left) and time.monotonic() < deadline:
        pass
    assert processes.family(left) == set()
    given.journal.close()


def test_a_command_is_read_as_a_shell_would() -> None:
    """Quotes included."""
    assert Program.parse("cmd:./agent --say 'a b'").command == ["./agent", "--say", "a b"]


@pytest.mark.parametrize("name", ["cmd:", "cmd:  ", "cmd:'open"])
def test_a_command_that_is_none_is_refused(name: str) -> None:
    """With what was expected."""
    with pytest.raises(SetupError, match="responder"):
        Program.parse(name)


def test_the_runbook_responder_is_a_program() -> None:
    """Run with this interpreter, forced only where asked to."""
    assert Program.runbook().command == [sys.executable, "-P", "-m", "drills.responders.runbook"]
    assert Program.runbook("redeploy").command[-2:] == ["--mitigate", "redeploy"]


def test_what_the_runbook_responder_takes_to_load_is_charged_unscaled(tmp_path: Path) -> None:
    """It is a client in the journal from its start until it says so, which here nobody hears."""
    given = engagement(tmp_path)

    with given.journal:
        Program.runbook().respond(given)

    assert [fact.name for _, fact in facts(given.journal.events, ClientStarted)] == [
        "runbook responder loading"
    ]
