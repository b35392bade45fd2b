"""One arm: Locust as a process of its own, watched until it has found out, or ended."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fixtures import child, processes
from load import ledger
from load.finding import Finding
from load.incident import Incident
from load.judge import FINDING, judge_again
from load.plan import VARIABLE, Plan
from reports import files

PLAN, LOG = "plan.json", "locust.log"
_POLL_S = 0.02
_TELL_S = 1.0
# Longer than workers are waited for, or an answer; after so much silence Locust hangs.
_SILENCE_S = 240.0
# Locust writes its reports within this, once the load has ended.
_REPORTS_S = 15.0
_WORKERS_S = 120
Tell = Callable[[str], None]


class InterruptedArmError(Exception):
    """Ctrl-C; ``finding`` is what could be said by then."""

    def __init__(self, finding: Finding) -> None:
        super().__init__("interrupted")
        self.finding = finding


@dataclass(frozen=True)
class Workers:
    """Who sends, beside Locust's master: ``processes`` here, or ``remote`` ones that are waited for.

    Without any, one process does all. ``bind`` and ``port`` are where the master listens for them; port 0 is
    any free one.
    """

    processes: int = 0
    remote: int = 0
    bind: str = "127.0.0.1"
    port: int = 0

    def options(self) -> Sequence[str]:
        """As Locust takes them."""
        if not self.processes and not self.remote:
            return ()
        # By itself Locust would listen on every interface, on a port that another run may have.
        port = str(self.port or _free_port())
        wanted = str(self.processes or self.remote)
        return [
            *(("--processes", wanted) if self.processes else ("--master",)),
            *("--expect-workers", wanted, "--expect-workers-max-wait", str(_WORKERS_S)),
            *("--master-bind-host", self.bind, "--master-bind-port", port),
            *("--master-host", self.bind, "--master-port", port),
        ]


class LocustRun:
    """Locust for one arm. It starts at once, and waits with its visitors logged in for its plan."""

    def __init__(
        self, incident: Incident, folder: Path, url: str, env: Mapping[str, str], workers: Workers
    ) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        with (folder / LOG).open("wb") as log:
            self._process = child.start(
                _command(incident, folder, url, workers),
                cwd=folder,
                env=child.python_env({**os.environ, **env, VARIABLE: str(folder / PLAN)}),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def find_out(self, plan: Plan, tell: Tell) -> Finding:
        """Send the load and judge it; Locust may still write its reports when this returns.

        Ctrl-C ends the load at once; what was seen by then is judged. Raises `InterruptedArmError`.
        """
        files.write_text(self._folder / PLAN, plan.model_dump_json(indent=2))
        interrupted = False
        try:
            self._watch(tell)
        except KeyboardInterrupt:
            interrupted = True
            self.end()
        else:
            if not (self._folder / FINDING).exists():
                tell(f"Locust ended too early: {_last_words(self._folder)}")
                self.end()
        if not (self._folder / ledger.NAME).exists():
            if interrupted:
                raise KeyboardInterrupt
            self._note_that_it_never_began()
        finding = judge_again(plan, self._folder)
        if interrupted:
            raise InterruptedArmError(finding)
        return finding

    def _note_that_it_never_began(self) -> None:
        code = self._process.returncode
        how = f"killed by signal {-code}" if code < 0 else f"exit code {code}"
        record = ledger.Ledger(self._folder)
        record.refuse(f"Locust ended before it had sent anything ({how}): {_last_words(self._folder)}")
        record.close()

    def close(self) -> None:
        """Let it write its reports, if it had a plan, and see that nothing of it is left."""
        if (self._folder / PLAN).exists():
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_REPORTS_S)
        self.end()

    def end(self) -> None:
        """End it at once, reports or not; may be called twice. Without a plan nothing of it is kept."""
        if self._process.poll() is None:
            processes.end(self._process.pid, grace_s=0.0)
        self._process.wait()
        if not (self._folder / PLAN).exists():
            shutil.rmtree(self._folder, ignore_errors=True)

    def _watch(self, tell: Tell) -> None:
        heard_at = told_at = time.monotonic()
        tail, found = ledger.Tail(self._folder), self._folder / FINDING
        while not found.exists() and self._process.poll() is None:
            time.sleep(_POLL_S)
            now = time.monotonic()
            if now - heard_at > _SILENCE_S:
                break
            if now - told_at > _TELL_S:
                told_at = now
                if line := tail.line():
                    tell(line)
                    heard_at = now


def _command(incident: Incident, folder: Path, url: str, workers: Workers) -> Sequence[str]:
    sessions = str(incident.sessions)
    return [
        *child.python("locust", "-f", str(incident.locustfile)),
        *("--headless", "--users", sessions, "--spawn-rate", sessions, "--host", url),
        *("--html", str(folder / "locust.html"), "--csv", str(folder / "locust")),
        *("--only-summary", "--exit-code-on-error", "0", "--stop-timeout", "0"),
        *workers.options(),
    ]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _last_words(folder: Path) -> str:
    lines = (folder / LOG).read_text(encoding="utf-8", errors="replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing"
