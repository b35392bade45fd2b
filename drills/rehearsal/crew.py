"""Runs drills side by side, each in a process of its own, and ends all of them when it is interrupted."""

from __future__ import annotations

import queue
import subprocess
import tempfile
import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path

from drills.rehearsal.order import Order
from fixtures import child, processes
from fixtures.interruption import undisturbed

# How long a drill that is told to end may take for undoing everything.
ENDING_S = 20.0


@dataclass(frozen=True)
class Done:
    """A drill that ended: its run folder (None where it made none), its last words and real seconds."""

    order: Order
    folder: Path | None
    said: str
    took_s: float


class Crew:
    """``jobs`` drills at a time. ``command`` starts one, the order behind it."""

    def __init__(
        self, jobs: int, command: Sequence[str] = tuple(child.python("drills.rehearsal.child"))
    ) -> None:
        self._jobs = jobs
        self._command = command
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()

    def run(self, orders: Sequence[Order]) -> Generator[Done, None, None]:
        """Each as it ends. Whatever ends this, an interruption included, ends what still runs."""
        waiting: queue.SimpleQueue[Order] = queue.SimpleQueue()
        ended: queue.SimpleQueue[Done | BaseException] = queue.SimpleQueue()
        for order in orders:
            waiting.put(order)
        hands = [
            threading.Thread(target=self._work, args=(waiting, ended))
            for _ in range(min(self._jobs, len(orders)))
        ]
        for hand in hands:
            hand.start()
        try:
            for _ in orders:
                done = ended.get()
                if isinstance(done, BaseException):
                    raise done
                yield done
        finally:
            with undisturbed():
                self._stop()
                for hand in hands:
                    hand.join()

    def _work(
        self, waiting: queue.SimpleQueue[Order], ended: queue.SimpleQueue[Done | BaseException]
    ) -> None:
        """One drill after the other, until there is none left."""
        while not self._stopping.is_set():
            try:
                order = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                ended.put(self._drill(order))
            except BaseException as error:  # noqa: BLE001 - the main thread raises it
                ended.put(error)
                return

    def _drill(self, order: Order) -> Done:
        begun_mono_s = time.monotonic()
        # A file, not a pipe: whatever else holds it open cannot keep us waiting.
        with tempfile.TemporaryFile() as output:
            process = self._start(order, output.fileno())
            if process is not None:
                process.wait()
                with self._lock:
                    self._running.discard(process)
                processes.end_left(process.pid)
                assert process.stdin is not None
                process.stdin.close()
            output.seek(0)
            lines = output.read().decode(errors="replace").splitlines()
        folder = Path(lines[0]) if lines and Path(lines[0]).is_dir() else None
        return Done(order, folder, lines[-1] if lines else "", time.monotonic() - begun_mono_s)

    def _start(self, order: Order, output: int) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            process = child.start(
                [*self._command, order.model_dump_json()],
                by=child.TIED,
                env=child.python_env(),
                stdin=subprocess.PIPE,  # the tie: it closes when we end, however that happens
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            self._running.add(process)
            return process

    def _stop(self) -> None:
        """Let every drill undo everything; by force those that do not."""
        with self._lock:
            self._stopping.set()
            left = list(self._running)
        for process in left:
            process.terminate()
        give_up_mono_s = time.monotonic() + ENDING_S
        for process in left:
            try:
                process.wait(max(0.0, give_up_mono_s - time.monotonic()))
            except subprocess.TimeoutExpired:
                processes.end_now(processes.family(process.pid))
