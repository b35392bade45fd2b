"""The outage as the probes saw it: when it began, and the clean window that ended it.

A clean window is N usable samples of *every* probe in a row, all good. It begins at the first good sample of
a probe whose last one was bad, since a journey that worked throughout tells nothing of the recovery; that is
the moment of recovery, and however long a judge looks, its looking is not charged to anybody. A window that
breaks again, with more than a blip, was none; then the next one counts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from drills.case import Seen
from reports.facts.samples import ProbeSampled
from reports.journal import Event


@dataclass
class Outage:
    """``broke``: the first bad sample. ``last_bad``: the last before the clean window, or at all.

    ``clean`` is the window's first sample, ``sure`` the one that made it complete; both None while there is
    none. ``relapses`` are the samples by which earlier windows turned out to be none.
    """

    broke: Event | None = None
    last_bad: Event | None = None
    clean: Event | None = None
    sure: Event | None = None
    relapses: list[Event] = field(default_factory=list)


def find_outage(
    samples: Iterable[Seen[ProbeSampled]], probes: Iterable[str], clean_samples: int, relapse_samples: int
) -> Outage:
    """Read samples, in the order in which they began, of these probes."""
    wanted = frozenset(probes)
    outage, begun = Outage(), None
    good: Counter[str] = Counter()
    bad: Counter[str] = Counter()
    for event, sample in samples:
        if not sample.usable or sample.probe not in wanted:
            continue
        if not sample.ok:
            bad[sample.probe] += 1
            if outage.clean is not None and bad[sample.probe] < relapse_samples:
                continue
            if outage.clean is not None:
                outage.relapses.append(event)
            outage.broke = outage.broke or event
            outage.last_bad, outage.clean, outage.sure, begun = event, None, None, None
            good.clear()
        elif outage.broke is not None:
            mended, bad[sample.probe] = bad[sample.probe] > 0, 0
            begun = begun or (event if mended else None)
            good[sample.probe] += 1
            if outage.clean is None and all(good[probe] >= clean_samples for probe in wanted):
                outage.clean, outage.sure = begun, event
    return outage
