"""When the world has settled after the responder stopped, so that the last observation can end.

Every probe has given enough usable samples since the last change, and nothing is still on its way: a rollback
that was asked for takes its minutes, whether or not whoever asked waits for it.
"""

from __future__ import annotations

import re
from collections import Counter

from drills.sightings import is_change
from fixtures.probes.journeys import PROBES
from reports.facts.fault import FaultInjected
from reports.facts.production import ProductionChanged
from reports.facts.samples import AddressSampled, LoadSampled, ProbeSampled, VendorRequested
from reports.journal import Event

# What is in effect when it is answered: Supabase's settings, and rows.
_AT_ONCE = re.compile(r"/config/database/|^/rest/v1/")


class Settling:
    """Fed with every event of a journal. ``longest_s``: real seconds that a vendor's action may take.

    ``posts``: how many of a stream must have been sent since the last change, where there is one.
    ``watch_s``: real seconds that must have passed since then, where what matters is counted over a time.
    """

    def __init__(self, samples: int, longest_s: float, posts: int = 0, watch_s: float = 0.0) -> None:
        self._samples = samples
        self._longest_s = longest_s
        self._posts = posts
        self._watch_s = watch_s
        self._sent = 0
        self._changed_mono_s = 0.0
        self._asked_mono_s: float | None = None
        self._seen: Counter[str] = Counter()
        # Where people come behind one address, as many of them must have been seen, too.
        self._people: int | None = None

    def saw(self, event: Event) -> None:
        """One more event."""
        fact = event.fact
        if isinstance(fact, ProductionChanged | FaultInjected):
            self._restart(event)
            self._asked_mono_s = None
        elif isinstance(fact, VendorRequested) and is_change(fact):
            self._restart(event)
            if not _AT_ONCE.search(fact.path):
                self._asked_mono_s = event.mono_s
        elif isinstance(fact, ProbeSampled) and fact.usable and event.mono_s >= self._changed_mono_s:
            self._seen[fact.probe] += 1
        elif isinstance(fact, LoadSampled) and event.mono_s >= self._changed_mono_s:
            self._sent += fact.sent
        elif isinstance(fact, AddressSampled) and fact.legitimate:
            before = self._people or 0
            self._people = before + (fact.sent if event.mono_s >= self._changed_mono_s else 0)

    def settled(self, now_mono_s: float) -> bool:
        """Whether nothing more is to be waited for."""
        if now_mono_s < self._changed_mono_s + self._watch_s:
            return False
        pending = self._asked_mono_s is not None and now_mono_s < self._asked_mono_s + self._longest_s
        if pending or self._sent < self._posts:
            return False
        if self._people is not None and self._people < self._samples:
            return False
        return all(self._seen[probe] >= self._samples for probe in PROBES)

    def _restart(self, event: Event) -> None:
        self._changed_mono_s = event.mono_s
        self._seen.clear()
        self._sent = 0
        self._people = None if self._people is None else 0
