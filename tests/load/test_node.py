"""One generating process holds to its own end, whoever slows it down."""

from __future__ import annotations

import time

import gevent

from load.generator.node import GIVES_UP_S, Node
from load.stage import Stage

BLOCKS_S = 0.15


class Hog:
    """Sends, and keeps the whole process from doing anything else meanwhile."""

    def __init__(self) -> None:
        self.sent_at: list[float] = []

    def arrive(self, _stage: Stage, _number: int) -> tuple[int, str]:
        """At once."""
        self.sent_at.append(time.perf_counter())
        time.sleep(BLOCKS_S)
        return 200, ""


def test_a_dispatcher_that_fell_behind_gives_up() -> None:
    """All of it would have taken twenty times as long as the half second that it was meant to last."""
    told: list[float] = []
    hog, node = Hog(), Node(lambda _, news: told.append(news["behind_s"]))
    stage = Stage(name="judge", count=100, rate_per_s=200)
    node.join(hog)
    gevent.spawn(node.report)

    node.send({"worker": 0, "workers": 1, "stages": [stage.model_dump()]})
    node._work.join(timeout=30)
    gevent.sleep(0.2)
    node.halt()

    assert 1 <= len(hog.sent_at) < stage.count
    assert max(told) > GIVES_UP_S, "and whoever judges it is told"
