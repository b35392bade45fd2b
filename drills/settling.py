"""When the world has settled after the responder stopped, so that the last observation can end.

Every probe has given enough usable samples since the last change, and nothing is still on its way: a rollback
that was asked for takes its minutes, whether or not whoever asked waits for it.
"""

from __future__ import annotations

from collections import Counter

from drills.sightings import is_change
from fixtures.probes.journeys import PROBES
from reports.facts import ProbeSampled, ProductionChanged, VendorRequested
from reports.journal import Event


class Settling:
    """Fed with every event of a journal. ``longest_s``: real seconds that a vendor's action may take."""

    def __init__(self, samples: int, longest_s: float) -> None:
        self._samples = samples
        self._longest_s = longest_s
        self._changed_mono_s = 0.0
        self._asked_mono_s: float | None = None
        self._seen: Counter[str] = Counter()

    def saw(self, event: Event) -> None:
        """One more event."""
        fact = event.fact
        if isinstance(fact, ProductionChanged):
            self._restart(event)
            self._asked_mono_s = None
        elif isinstance(fact, VendorRequested) and is_change(fact):
            self._restart(event)
            self._asked_mono_s = event.mono_s
        elif isinstance(fact, ProbeSampled) and fact.usable and event.mono_s >= self._changed_mono_s:
            self._seen[fact.probe] += 1

    def settled(self, now_mono_s: float) -> bool:
        """Whether nothing more is to be waited for."""
        pending = self._asked_mono_s is not None and now_mono_s < self._asked_mono_s + self._longest_s
        return not pending and all(self._seen[probe] >= self._samples for probe in PROBES)

    def _restart(self, event: Event) -> None:
        self._changed_mono_s = event.mono_s
        self._seen.clear()
