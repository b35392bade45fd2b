"""One generating process: sends each arrival at its intended time, whatever became of those before.

Closed users wait for their answers before they send again, so a slow target gets less load and its worst
moments are never measured (coordinated omission). Here a dispatcher starts every request in a greenlet of its
own, at a time that was fixed before.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import gevent
from gevent.pool import Group
from gevent.queue import SimpleQueue

from load.outcome import NO_ANSWER, Outcome
from load.stage import Stage

STAGES, HALT, OUTCOMES = "firedrill-stages", "firedrill-halt", "firedrill-outcomes"
# How often what came is told, and how long a node goes on that hears nothing from its conductor.
TELL_S = 0.05
LIFE_S = 3.0
# So far behind, a dispatcher sends no more: it is another load by then, and would last longer than allowed.
GIVES_UP_S = 1.0
_YIELD_EVERY = 32


class Sender(Protocol):
    """Who sends an arrival."""

    def arrive(self, stage: Stage, index: int) -> tuple[int, str]:
        """The status of the answer and, where there is none, why."""


class _Turn(NamedTuple):
    """One arrival's: who sends it, and when it was meant to be, in seconds from ``start_s``."""

    sender: Sender
    stage: Stage
    number: int
    at_s: float
    start_s: float


class Node:
    """Sends its share of what the conductor asks for, and tells what came of it."""

    def __init__(self, tell: Callable[[str, dict[str, Any]], None]) -> None:
        self._tell = tell
        self._senders: list[Sender] = []
        self._refused = ""
        self._rows: list[Outcome] = []
        self._work = Group()
        self._turns: SimpleQueue[_Turn] = SimpleQueue()
        self._idle = 0
        self._told_at = time.monotonic()
        self._behind_s = 0.0

    def join(self, sender: Sender) -> None:
        """One more who can send; they take turns."""
        self._senders.append(sender)

    def refuse(self, because: str) -> None:
        """One who cannot come in."""
        self._refused = because

    def send(self, order: dict[str, Any]) -> None:
        """Begin stages together: ``{"worker": i, "workers": n, "stages": [...]}``; none only says go on."""
        self._told_at = time.monotonic()
        start_s = time.perf_counter()
        for each in order["stages"]:
            stage = Stage.model_validate(each)
            self._work.add(gevent.spawn(self._dispatch, stage, order["worker"], order["workers"], start_s))

    def halt(self) -> None:
        """Send no more, and let go of what is on its way."""
        self._work.kill(block=False)
        self._work, self._turns, self._idle = Group(), SimpleQueue(), 0

    def report(self) -> None:
        """Tell what came, for ever."""
        while True:
            gevent.sleep(TELL_S)
            rows, self._rows, behind_s, self._behind_s = self._rows, [], self._behind_s, 0.0
            news = {
                "rows": rows,
                "behind_s": behind_s,
                "senders": len(self._senders),
                "refused": self._refused,
            }
            self._tell(OUTCOMES, news)
            if time.monotonic() - self._told_at > LIFE_S:
                self.halt()

    def _dispatch(self, stage: Stage, worker: int, workers: int, start_s: float) -> None:
        for number, (index, at_s) in enumerate(stage.share_of(worker, workers)):
            ahead_s = start_s + at_s - time.perf_counter()
            if stage.rate_per_s:
                self._behind_s = max(self._behind_s, -ahead_s)
                if -ahead_s > GIVES_UP_S:
                    return
            # A dispatcher that is behind, or has a burst to send, must let the sockets have their turn too.
            if ahead_s > 0 or number % _YIELD_EVERY == 0:
                gevent.sleep(max(0.0, ahead_s))
            if self._idle > 0:
                self._idle -= 1
            else:
                self._work.add(gevent.spawn(self._take_turns, self._turns))
            self._turns.put(_Turn(self._senders[number % len(self._senders)], stage, index, at_s, start_s))

    def _take_turns(self, turns: SimpleQueue[_Turn]) -> None:
        """Send what there is to send, for ever: to make a greenlet for each arrival costs as much again."""
        while True:
            self._send(turns.get())
            if turns is self._turns:
                self._idle += 1

    def _send(self, turn: _Turn) -> None:
        sender, stage, number, at_s, start_s = turn
        sent_s = time.perf_counter() - start_s
        try:
            status, error = sender.arrive(stage, number)
        except Exception as problem:  # noqa: BLE001 - whatever a journey raises is what became of the arrival
            status, error = NO_ANSWER, f"{type(problem).__name__}: {problem}"
        done_s = time.perf_counter() - start_s
        self._rows.append(Outcome(stage.name, number, at_s, sent_s, done_s, status, error[:200]))
