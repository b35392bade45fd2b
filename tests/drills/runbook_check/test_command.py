"""``firedrill runbook check`` as its user types it: exit codes, reports, egress, Ctrl-C."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from fixtures import processes
from reports.run import VERDICT
from tests.drills.runbook_check.stand_in import vercel

CLEAN_UP = "DELETE FROM posts WHERE created_at < NOW() - INTERVAL '24 hours' AND status = 'pending';"
GOOD = "```sql\nSELECT * FROM posts WHERE equalizer_settings IS NULL;\n```\n"
RUNBOOK = f"""\
## Option C

```bash
# Via Dashboard
1. Cliquer → Confirmer
vercel env add MAINTENANCE_MODE true production
npm run dev
```

```sql
{CLEAN_UP}
```
"""


class Desk:
    """A folder to type in, with a runbook, and a temporary folder of its own."""

    def __init__(self, home: Path, temporary: Path) -> None:
        self.home = home
        self.temporary = temporary
        self.env = {**os.environ, "TMPDIR": str(temporary)}

    def start(self, runbook: str, *options: str) -> subprocess.Popen[str]:
        """Check a runbook."""
        (self.home / "panne.md").write_text(runbook, encoding="utf-8")
        return subprocess.Popen(
            [sys.executable, "-m", "firedrill", "runbook", "check", "panne.md", *options],
            cwd=self.home,
            env=self.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def check(self, runbook: str, *options: str) -> tuple[int, str, str]:
        """The same to its end: exit code and both outputs."""
        process = self.start(runbook, *options)
        output, errors = process.communicate(timeout=100)
        return process.returncode, output, errors

    @property
    def folder(self) -> Path:
        """The newest run's."""
        return (self.home / "reports/out/runbook/latest").resolve()

    @property
    def verdict(self) -> Any:
        """What is stored of it."""
        return json.loads((self.folder / VERDICT).read_text(encoding="utf-8"))


@pytest.fixture
def desk(tmp_path: Path, temporary: Path) -> Desk:
    """In a folder of its own."""
    return Desk(tmp_path, temporary)


@contextlib.contextmanager
def listening() -> Iterator[tuple[int, list[str]]]:
    """A server of the user's own, on this machine's loopback; its port, and who came."""
    came: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            with contextlib.suppress(OSError):
                while True:
                    connection, address = server.accept()
                    came.append(str(address))
                    connection.close()

        threading.Thread(target=serve, daemon=True).start()
        yield server.getsockname()[1], came


def is_sealed(desk: Desk) -> bool:
    """Whether the last run had a network of its own."""
    return bool(desk.verdict["runbook"]["egress_enforced"])


def test_a_runbook_that_does_not_do_it(desk: Desk) -> None:
    """1; every command has its row, in the terminal, as data, as a page and for CI."""
    program = vercel(desk.home, "idle")

    code, output, errors = desk.check(RUNBOOK, "--tool", f"vercel={program}")

    assert code == 1, errors
    answer = "2 of 2 commands that were judged do not do what they are for (2 not run)."
    assert answer in " ".join(output.split())
    verdict = desk.verdict
    assert (verdict["job"], verdict["verdict"], verdict["tool_versions"]["vercel"]) == (
        "runbook",
        "FAIL",
        "1.2.3",
    )
    rows = {row["lines"][0]: row for row in verdict["runbook"]["rows"]}
    assert list(rows) == [5, 6, 7, 11]
    assert (rows[6]["rc"], rows[6]["seen"], rows[6]["section"]) == (0, "nothing changed", "Option C")
    assert "destroys 3 rows" in rows[11]["finding"]
    assert (rows[11]["suggestion"], rows[11]["rehearsed"]) == (
        "DELETE FROM posts WHERE equalizer_settings IS NULL;",
        True,
    )
    assert [rows[line]["ended"] for line in (5, 7)] == ["not run"] * 2
    page = (desk.folder / "report.html").read_text(encoding="utf-8")
    for told in ("MAINTENANCE_MODE true production", "Suggested wording", "npm: no client of the world"):
        assert told in output + page
    suite = ElementTree.parse(desk.folder / "junit.xml").getroot()
    assert len(list(suite.iter("failure"))) == 2
    assert "DELETE 3" in (desk.folder / "output" / "line-11.txt").read_text(encoding="utf-8")
    assert list(desk.temporary.iterdir()) == []


def test_a_runbook_that_does_it(desk: Desk) -> None:
    """0, and JSON that is the stored file."""
    code, output, _ = desk.check(GOOD, "--json")

    assert code == 0
    assert output.encode() == (desk.folder / VERDICT).read_bytes()


def test_nothing_judged_is_no_pass(desk: Desk) -> None:
    """Only a person's steps, or purposes that nobody knows: 3."""
    code, output, _ = desk.check("```sh\nnpm run dev\necho bonjour\n```\n")

    assert code == 3
    assert "no command that could be judged" in output
    assert desk.verdict["verdict"] == "INCONCLUSIVE"


def test_a_client_that_is_missing_is_no_pass(desk: Desk) -> None:
    """Beside a command that does it: 3, and which client."""
    tools = desk.home / "bin"
    tools.mkdir()
    (tools / "cp").symlink_to(shutil.which("cp") or "/bin/cp")  # the world's own need
    desk.env["PATH"] = str(tools)

    code, output, _ = desk.check(f"{GOOD}\n`vercel logs --follow`\n")

    assert code == 3
    assert "vercel: not installed here" in output


def test_no_command_reaches_what_is_not_the_worlds(desk: Desk) -> None:
    """Neither by its address, nor by one that only the shell knows: nobody came to the user's own server."""
    with listening() as (port, came):
        text = f"curl -s http://127.0.0.1:{port}/\nh=127.0.0.1\ncurl -sS http://$h:{port}/\n"
        text += f"d=/dev/tcp; echo x > $d/127.0.0.1/{port}\n"
        code, output, _ = desk.check(f"```sh\n{text}```\n")

    rows = [row for row in desk.verdict["runbook"]["rows"] if row["command"].startswith("curl")]
    assert came == []
    assert "no stand-in" in rows[0]["finding"]
    if is_sealed(desk):
        assert (code, rows[1]["rc"]) == (1, 7)
        assert "egress enforced" in output
    else:
        assert (code, rows[1]["ended"]) == (3, "not run")


def test_no_command_reaches_a_socket_without_a_file(desk: Desk) -> None:
    """An abstract one is the network's: it is not there within the seal."""
    name = f"firedrill-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(f"\0{name}")
        server.listen()
        server.setblocking(False)
        desk.check(f"```sh\ncurl -m 1 --abstract-unix-socket {name} $POSTRY_URL\n```\n")
        with pytest.raises(BlockingIOError):
            server.accept()
        subprocess.run(["curl", "-m", "1", "--abstract-unix-socket", name, "http://x/"], check=False)
        server.accept()[0].close()

    (row,) = desk.verdict["runbook"]["rows"]
    assert row["ended"] == "not run" or row["rc"] == 7


def test_a_machine_without_namespaces_says_so(desk: Desk) -> None:
    """And runs nothing that only the shell knows where to."""
    tools = desk.home / "bin"
    tools.mkdir()
    (tools / "unshare").write_text("#!/bin/sh\necho 'Operation not permitted' >&2\nexit 1\n")
    (tools / "unshare").chmod(0o755)
    desk.env["PATH"] = f"{tools}:{desk.env['PATH']}"

    with listening() as (port, came):
        code, output, _ = desk.check(f"{GOOD}\n```sh\nh=127.0.0.1\ncurl http://$h:{port}/\n```\n")

    assert (code, came) == (0, [])
    told = " ".join(output.split())
    assert "egress NOT enforced: this machine allows none: Operation not permitted" in told
    assert "egress is not enforced here" in told
    assert not is_sealed(desk)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_check_leaves_nothing(desk: Desk, number: signal.Signals) -> None:
    """130; what is known is reported, the world and the command are gone."""
    process = desk.start(f"{GOOD}\n```sh\nsleep 600\n```\n")
    assert process.stderr is not None
    told = ""
    for line in process.stderr:
        told += line
        if line.startswith("does it"):
            break
    family: set[processes.Process] = set()
    while not any("sleep" in _name(each.pid) for each in family):
        assert process.poll() is None, told
        family = processes.family(process.pid)
    if number is signal.SIGINT:
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)
    process.communicate(timeout=60)

    assert process.returncode == 130
    assert [each for each in family if each in processes.running(family)] == []
    assert list(desk.temporary.iterdir()) == []
    verdict = desk.verdict
    assert verdict["verdict"] == "INCONCLUSIVE"
    assert verdict["reasons"][0]["message"] == "interrupted: 1 of 2 were not looked at"
    assert [row["command"][:6] for row in verdict["runbook"]["rows"]] == ["SELECT"]


def _name(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8")
    except OSError:
        return ""


def test_no_secret_stands_in_a_report(desk: Desk) -> None:
    """A command that prints them is run; what is kept of it has them no more."""
    code, output, _ = desk.check("```sh\necho token=$VERCEL_TOKEN key=$SUPABASE_SERVICE_ROLE_KEY\n```\n")

    kept = output + "".join(path.read_text() for path in desk.folder.rglob("*") if path.is_file())
    assert code == 3
    assert "token=[redacted" in kept
    assert "sb_secret_" not in kept
    assert desk.verdict["redactions"] >= 2


def test_all_mistakes_are_told_at_once(desk: Desk) -> None:
    """2, no traceback, nothing started."""
    code, _, errors = desk.check("# rien\n", "--tool", "vercel=/nowhere", "--allow", "no-such-program")

    assert code == 2
    assert "vercel=/nowhere" in errors
    assert "no-such-program" in errors
    assert "Traceback" not in errors


def test_a_file_without_a_command_is_told(desk: Desk) -> None:
    """2, with what would have been one."""
    code, _, errors = desk.check("# rien\n")

    assert (code, "panne.md: holds no command" in errors) == (2, True)


def test_names_of_ones_own_targets_are_the_worlds(desk: Desk) -> None:
    """As firedrill.toml lists them."""
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    (desk.home / "firedrill.toml").write_text('[target.production]\nurl = "https://notre.site.example"\n')

    code, _, _ = desk.check("```sh\ncurl -fsS https://notre.site.example/quiz\n```\n")

    assert code == 0
    assert desk.verdict["runbook"]["rows"][0]["typed"].startswith("curl -fsS http://127.0.0.1:")
