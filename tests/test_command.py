"""Bad input at the command line: one clear message, the documented exit code, no traceback, nothing left."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from fixtures import processes
from reports.verdict import ExitCode


def firedrill(
    *arguments: str, cwd: Path, env: dict[str, str] | None = None, timeout_s: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run the command as its user does, in an empty folder."""
    return subprocess.run(
        [sys.executable, "-m", "firedrill", *arguments],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=timeout_s,
        check=False,
    )


def refused(done: subprocess.CompletedProcess[str], code: ExitCode, *words: str) -> None:
    """Assert the exit code, the words in the message, and that it reads as a message."""
    said = done.stdout + done.stderr
    assert done.returncode == code, said
    assert "Traceback" not in said
    for word in words:
        assert word in said


def test_help_lists_the_exit_codes(tmp_path: Path) -> None:
    """Whoever wires it into CI finds them without the documentation."""
    for command in ([], ["smoke"], ["drill", "run"]):
        done = firedrill(*command, "--help", cwd=tmp_path)

        said = " ".join(done.stdout.split())
        assert done.returncode == ExitCode.PASS
        assert "0 pass · 1 fail" in said
        assert "3 inconclusive · 4 the harness itself broke · 130 interrupted" in said


def test_an_unknown_scenario_names_the_near_one(tmp_path: Path) -> None:
    """A typing error costs one look, not a search."""
    done = firedrill("drill", "run", "p0-bad-deplyo", "--responder", "idle", cwd=tmp_path)

    refused(done, ExitCode.USAGE, "p0-bad-deplyo", "p0-bad-deploy")


def test_an_unknown_responder_lists_the_known_ones(tmp_path: Path) -> None:
    """Four forms, all named."""
    done = firedrill("drill", "run", "p0-bad-deploy", "--responder", "robot", cwd=tmp_path)

    refused(done, ExitCode.USAGE, "robot", "human", "runbook", "idle", "cmd:")


def test_a_wrong_pace_says_what_is_expected(tmp_path: Path) -> None:
    """real, fast or a number."""
    done = firedrill("drill", "run", "p0-bad-deploy", "--pace", "quick", cwd=tmp_path)

    refused(done, ExitCode.USAGE, "quick", "real", "fast")


def test_a_url_that_is_not_http_is_usage(tmp_path: Path) -> None:
    """A file or a bare name cannot be judged."""
    for url in ("postry.ai", "ftp://postry.ai", "http://"):
        refused(firedrill("smoke", "--url", url, cwd=tmp_path), ExitCode.USAGE, url)


def test_a_site_that_refuses_has_failed(tmp_path: Path) -> None:
    """Nobody listens: the site is down, and that is what a gate is for."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]

        url = f"http://127.0.0.1:{port}"
        (tmp_path / "firedrill.toml").write_text(f'[target.here]\nurl = "{url}"\nbudgets.ready_s = 0\n')

        done = firedrill("smoke", "--url", url, cwd=tmp_path)

    refused(done, ExitCode.FAIL, str(port), "refused")


def test_a_name_that_does_not_resolve_is_inconclusive(tmp_path: Path) -> None:
    """It may be the name, or this machine's network: no verdict about the site."""
    done = firedrill("smoke", "--url", "http://no-such-host.invalid", cwd=tmp_path)

    refused(done, ExitCode.INCONCLUSIVE, "no-such-host.invalid")


def test_a_server_that_does_not_speak_http_has_failed(tmp_path: Path) -> None:
    """A port that answers something else is told so."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        url = f"http://127.0.0.1:{server.getsockname()[1]}"
        (tmp_path / "firedrill.toml").write_text(f'[target.here]\nurl = "{url}"\nbudgets.ready_s = 0\n')
        with subprocess.Popen(
            [sys.executable, "-m", "firedrill", "smoke", "--url", url],
            cwd=tmp_path,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"220 mail.example ESMTP\r\n")
            said, _ = process.communicate(timeout=60)

    assert process.returncode == ExitCode.FAIL, said
    assert "HTTP" in said
    assert "Traceback" not in said


def test_a_port_in_use_is_named(tmp_path: Path) -> None:
    """`world up --port` on a taken port stops what it had begun."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])

        done = firedrill("world", "up", "--port", port, cwd=tmp_path)

    refused(done, ExitCode.USAGE, port, "choose another")


def test_all_mistakes_of_a_configuration_are_told(tmp_path: Path) -> None:
    """File, line, key, what was expected."""
    path = tmp_path / "firedrill.toml"
    path.write_text('[target.local]\nurl = "http://127.0.0.1:1"\nbudgets = 3\nbudget_s = "long"\n')

    done = firedrill("smoke", "--target", "local", cwd=tmp_path)

    refused(done, ExitCode.USAGE, f"{path}:3", "budgets", f"{path}:4", "budget_s")


def test_an_unknown_target_lists_the_known_ones(tmp_path: Path) -> None:
    """Which there are stands in the file."""
    (tmp_path / "firedrill.toml").write_text('[target.local]\nurl = "http://127.0.0.1:1"\n')

    done = firedrill("smoke", "--target", "production", cwd=tmp_path)

    refused(done, ExitCode.USAGE, "production", "local")


def test_no_browser_says_what_to_install(tmp_path: Path) -> None:
    """A variable that names no browser is not silently ignored."""
    done = firedrill("smoke", cwd=tmp_path, env={"FIREDRILL_BROWSER": str(tmp_path / "no-browser")})

    refused(done, ExitCode.USAGE, "no-browser")


def test_no_postgres_says_where_it_looked(tmp_path: Path) -> None:
    """A variable that names no binaries is not silently ignored."""
    done = firedrill("world", "up", cwd=tmp_path, env={"PGBIN": str(tmp_path / "nowhere")})

    refused(done, ExitCode.USAGE, "PGBIN", "nowhere")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, ["schema.sql: cannot be read: No such file", "name a file of SQL"]),
        (b"SELECT 1;\n-- \xe9", ["schema.sql:2: is not UTF-8 text", "save it as UTF-8"]),
        (
            b"SELECT 1;\nCREAT TABLE a ();",
            ['schema.sql:2: syntax error at or near "CREAT"', "correct the file"],
        ),
        (b"BEGIN;\nCREATE TABLE a ();", ["schema.sql: its last BEGIN has no COMMIT"]),
    ],
    ids=["missing", "no text", "no SQL", "unfinished"],
)
def test_a_schema_that_cannot_be_used(tmp_path: Path, content: bytes | None, words: list[str]) -> None:
    """Where it is wrong and what to do; no server, no folder is left."""
    path = tmp_path / "schema.sql"
    if content is not None:
        path.write_bytes(content)
    # In a folder that the server's own account can enter.
    with tempfile.TemporaryDirectory(prefix="firedrill-test-") as temporary:
        Path(temporary).chmod(0o711)
        done = firedrill("world", "up", "--schema", str(path), cwd=tmp_path, env={"TMPDIR": temporary})
        left = [each.name for each in Path(temporary).iterdir()]
        running = processes.with_variable("TMPDIR", temporary)

    refused(done, ExitCode.USAGE, f"{path.parent}/{words[0]}", *words)
    assert done.stdout == ""
    assert (left, running) == ([], set())


@pytest.mark.parametrize("argument", ["no-such-run", "."])
def test_judging_what_is_no_run_is_usage(tmp_path: Path, argument: str) -> None:
    """A path without a journal is named."""
    refused(firedrill("drill", "judge", argument, cwd=tmp_path), ExitCode.USAGE, "journal")


def test_bad_input_leaves_no_world_behind(tmp_path: Path) -> None:
    """What was refused had not started anything that stays."""
    # A temporary folder of its own: other tests have worlds in the system's.
    env = {"TMPDIR": str(tmp_path), "PGBIN": str(tmp_path / "nowhere")}

    firedrill("drill", "run", "no-such-scenario", cwd=tmp_path, env=env)
    firedrill("world", "up", cwd=tmp_path, env=env)

    assert not list(tmp_path.glob("firedrill-world-*"))
