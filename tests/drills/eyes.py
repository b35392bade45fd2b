"""How users find a world: by the journeys, and where only some requests fail, by a stream of posts too."""

from __future__ import annotations

import queue
import time
from collections.abc import Sequence
from typing import Any

import psycopg

from drills.scenario import Scenario
from fixtures.probes.journeys import run_once
from fixtures.stream.crowd import crowd_of
from fixtures.stream.stream import Stream
from fixtures.world import PROBE_EMAIL, World

# How many seconds of the stream make an answer, and how long failures may be in coming.
_SECONDS = 3
_PATIENCE_S = 40.0
# How long a failure is waited for where none is meant to come: some rounds of every journey.
_GLANCE_S = 3.0
# So many alerts at once are more than anybody reads.
_FLOOD = 10

Told = tuple[str, dict[str, Any]]


class Eyes:
    """Of users of ``world``, as the judge of ``scenario`` looks."""

    def __init__(self, world: World, scenario: Scenario, told: Sequence[Told]) -> None:
        self._world, self._scenario, self._told = world, scenario, told
        self._site = world.site_for(PROBE_EMAIL, world.signed_address("198.51.100.9"))
        self._had = self._posts()
        self._seconds: queue.Queue[dict[str, Any]] = queue.Queue()
        self._stream: Stream | None = None
        if scenario.persists_per_s is not None:
            self._stream = Stream(lambda fact, /, **at: self._seconds.put({**fact.model_dump(), **at}))
            self._stream.send(crowd_of(world, scenario.persists_per_s))

    def errors(self) -> list[str]:
        """What does not work, from now on; nothing where all is well."""
        found = [each.error for each in self._world.call(run_once(self._site)) if each.error]
        found += [f"{lost} posts are gone" for lost in [len(self._had - self._posts())] if lost]
        since = time.monotonic()
        for _ in range(_SECONDS if self._stream else 0):
            second = self._next(since)
            if second["failed"] or second["refused"] or second["unsent"]:
                found.append(f"of {second['sent']} posts: {second}")
        return found

    def see_trouble(self) -> bool:
        """Whether something fails, now or, of a stream, after a while."""
        give_up = time.monotonic() + (_PATIENCE_S if self._scenario.ends == "recovered" else _GLANCE_S)
        while time.monotonic() < give_up:
            if self._is_trouble():
                return True
            time.sleep(0.05)  # between two looks, not instead of one
        return False

    def _is_trouble(self) -> bool:
        """Where the scenario says that it shows."""
        if self._scenario.outage == "refusals":
            seen = [was for kind, was in self._told if kind == "address.sampled"]
            return any(was["legitimate"] and was["refused"] for was in seen)
        if self._scenario.outage == "alerts":
            return sum(kind == "alert.fired" for kind, _ in self._told) > _FLOOD
        if self._stream is not None:
            return bool(self._next(0.0)["failed"])
        return bool(
            any(each.error for each in self._world.call(run_once(self._site))) or self._had - self._posts()
        )

    def close(self) -> None:
        """Look no more."""
        if self._stream is not None:
            self._stream.stop()

    def _posts(self) -> set[str]:
        """What users have, past any proxy."""
        with psycopg.connect(self._world.cluster.url) as connection:
            return {row[0] for row in connection.execute("SELECT id::text FROM posts")}

    def _next(self, since_mono_s: float) -> dict[str, Any]:
        """The next second of the stream that began since then."""
        while True:
            second = self._seconds.get(timeout=_PATIENCE_S)
            if second["at_mono_s"] >= since_mono_s:
                return second
