"""Follows an incident's method with live load: in Locust's master, or in its only process."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import gevent

from load.finding import Finding
from load.generator.node import HALT, STAGES, TELL_S
from load.generator.watch import Watch
from load.ledger import DECIDED, LIMIT, Ledger
from load.method import Method, Moment, Step, follow
from load.outcome import Outcome

# A node that tells nothing for so long is gone; one that lives is spoken to at least so often.
_LOST_S = 2.0
_BEAT_S = 0.5
_SENDERS_S = 60.0
# A dispatcher so far behind no longer keeps up; less than that is counted, arrival by arrival.
_BEHIND_S = 0.5
# The more there is to judge, the longer it takes: it is looked at again after this share of what has passed.
_PAUSE = 0.01

Send = Callable[[str, dict[str, Any], str | None], None]


class NoSendersError(Exception):
    """The visitors did not come in; the message says why, or how many did."""


@dataclass
class _Node:
    senders: int
    refused: str
    told_at: float


class Conductor:
    """``send`` is the runner's: message, data, the node's id.

    ``patience_s`` is how long the target may let a request wait before its load ends.
    """

    def __init__(self, send: Send, ledger: Ledger | None, patience_s: float) -> None:
        self._send = send
        self._patience_s = patience_s
        self._ledger = ledger
        self._nodes: dict[str, _Node] = {}
        self._step: _LiveStep | None = None

    def hear(self, node_id: str, news: dict[str, Any]) -> None:
        """What a node tells."""
        now = time.monotonic()
        self._nodes[node_id] = _Node(news["senders"], news["refused"], now)
        if self._step is not None:
            self._step.take([Outcome(*row) for row in news["rows"]], node_id, now, news["behind_s"])

    def wait_for_senders(self, wanted: int) -> None:
        """Return when so many visitors have come in. Raises `NoSendersError` where they do not."""
        try:
            self._wait_for_senders(wanted)
        except NoSendersError as error:
            if self._ledger is not None:
                self._ledger.refuse(str(error))
            raise

    def _wait_for_senders(self, wanted: int) -> None:
        deadline = time.monotonic() + _SENDERS_S
        while (there := sum(node.senders for node in self._nodes.values())) < wanted:
            if refused := next((node.refused for node in self._nodes.values() if node.refused), ""):
                raise NoSendersError(refused)
            if time.monotonic() > deadline:
                raise NoSendersError(f"{there} of {wanted} visitors came in within {_SENDERS_S:.0f} s")
            gevent.sleep(TELL_S)

    def find_out(self, method: Method) -> Finding:
        """Carry the method out; whatever happens, no load goes on after it."""
        try:
            return follow(method, self._begin)
        finally:
            self._finish()
            if self._ledger is not None:
                self._ledger.close()

    def _begin(self, step: Step) -> _LiveStep:
        self._finish()
        if self._ledger is not None:
            self._ledger.begin(step)
        nodes = sorted(self._nodes)
        watch = Watch(step, self._patience_s)
        self._step = _LiveStep(step, nodes, self._speak, self._ledger, watch)
        for number, node in enumerate(nodes):
            stages = [stage.model_dump(mode="json") for stage in step.stages]
            self._send(STAGES, {"worker": number, "workers": len(nodes), "stages": stages}, node)
        return self._step

    def _finish(self) -> None:
        step, self._step = self._step, None
        if step is None:
            return
        self._send(HALT, {}, None)
        if self._ledger is not None:
            moment = step.moment
            self._ledger.end(moment.at_s, moment.broken or (LIMIT if moment.over else DECIDED))

    def _speak(self) -> None:
        """Say that we are still there: a node that hears nothing ends its load."""
        self._send(STAGES, {"worker": 0, "workers": 1, "stages": []}, None)


class _LiveStep:
    """A step at work (`load.method.Running`); stored is exactly what the method was told."""

    def __init__(
        self,
        step: Step,
        nodes: Sequence[str],
        speak: Callable[[], None],
        ledger: Ledger | None,
        watch: Watch,
    ) -> None:
        self._step = step
        self._watch = watch
        self._speak = speak
        self._ledger = ledger
        self._names = {stage.name for stage in step.stages}
        self._began_at = self._spoke_at = time.monotonic()
        self._told_at = dict.fromkeys(nodes, self._began_at)
        self._rows: list[Outcome] = []
        self._broken = ""
        self.moment = Moment(0.0, over=False)

    def take(self, rows: Sequence[Outcome], node_id: str, now: float, behind_s: float) -> None:
        """What a node tells of this step, or still of the one before."""
        if node_id not in self._told_at:
            return
        self._told_at[node_id] = now
        ours = [row for row in rows if row.stage in self._names]
        self._rows += ours
        if behind_s > _BEHIND_S:
            self._broken = f"the generator fell {behind_s * 1000:.0f} ms behind: this was another load"
        self._watch.saw(ours)

    def news(self) -> Sequence[Outcome]:
        """What came since the last call."""
        elapsed_s = time.monotonic() - self._began_at
        gevent.sleep(min(max(TELL_S, elapsed_s * _PAUSE), _BEAT_S))
        now = time.monotonic()
        if now - self._spoke_at > _BEAT_S:
            self._spoke_at = now
            self._speak()
        lost = [node for node, told_at in self._told_at.items() if now - told_at > _LOST_S]
        if lost:
            at_s = self._told_at[lost[0]] - self._began_at
            self._broken = (
                f"{len(lost)} of {len(self._told_at)} workers were lost, the first after {at_s:.1f} s: "
                "its share of the load was never sent"
            )
        # Known is what the slowest node has told.
        at_s = min(self._told_at.values()) - self._began_at
        self._broken = self._broken or self._watch.alarm(at_s)
        self.moment = Moment(at_s, now - self._began_at > self._step.limit_s, self._broken)
        rows, self._rows = self._rows, []
        if self._ledger is not None:
            self._ledger.saw(rows)
        return rows
