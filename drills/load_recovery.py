"""The outage as the stream of posts saw it: where some of the requests fail, a few probes cannot see it end.

A second is a bad one where any of its posts failed. A clean window begins after the last bad second and is
complete when so many posts have been sent in it that a share of failures as large as the limit is out of
question, with the confidence that the runbook's judge asks for. Its first second is the moment of recovery. A
window in which the failures come to the limit after all was none.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from drills.case import Seen
from drills.recovery import Outage
from reports.facts.samples import LoadSampled
from reports.journal import Event

# A second in which posts were sent late, or not at all, was another load than was meant.
_LATE_MS = 500.0


@dataclass
class _Window:
    """What was seen since it began."""

    begun: Event
    sent: int = 0
    failed: int = 0


def find_load_outage(seconds: Iterable[Seen[LoadSampled]], limit: float, confidence: float) -> Outage:
    """Read the seconds of a stream; ``limit`` is a share of the posts, ``confidence`` a probability."""
    outage = Outage()
    window: _Window | None = None
    for event, second in sorted(seconds, key=lambda seen: seen[0].mono_s):
        if not is_usable(second):
            continue
        if second.failed and (outage.clean is None or window is None):
            outage.broke, outage.last_bad, window = outage.broke or event, event, None
            continue
        if outage.broke is None:
            continue
        window = window or _Window(event)
        window.sent += second.sent - second.refused
        window.failed += second.failed
        if outage.clean is None and is_below(limit, window.failed, window.sent, confidence):
            outage.clean, outage.sure = window.begun, event
        elif outage.clean is not None and window.failed >= limit * window.sent:
            outage.relapses.append(event)
            outage.last_bad, outage.clean, outage.sure, window = event, None, None, None
    return outage


def is_usable(second: LoadSampled) -> bool:
    """Whether it was the load that was meant."""
    return not second.unsent and second.late_ms < _LATE_MS and second.sent > second.refused


def is_below(limit: float, failed: int, sent: int, confidence: float) -> bool:
    """Whether ``failed`` of ``sent`` say that the share is below ``limit``: the exact binomial test.

    Were it ``limit``, so few would fail with a probability of at most ``1 - confidence``.
    """
    if not sent:
        return False
    chance = sum(
        math.comb(sent, number) * limit**number * (1 - limit) ** (sent - number)
        for number in range(failed + 1)
    )
    return chance <= 1 - confidence


def enough(limit: float, confidence: float) -> int:
    """How many posts must be sent, of which none fails, to say that the share is below ``limit``."""
    return math.ceil(math.log(1 - confidence) / math.log(1 - limit))


def both(probes: Outage, stream: Outage) -> Outage:
    """What probes and stream saw together: broken when either was, over when both are."""

    def ends(name: str, last: bool) -> Event | None:
        found = [event for event in (getattr(probes, name), getattr(stream, name)) if event is not None]
        choose = max if last else min
        return choose(found, key=lambda event: event.mono_s, default=None)

    over = all(each.clean is not None for each in (probes, stream) if each.broke is not None)
    return Outage(
        broke=ends("broke", last=False),
        last_bad=ends("last_bad", last=True),
        clean=ends("clean", last=True) if over else None,
        sure=ends("sure", last=True) if over else None,
        relapses=sorted([*probes.relapses, *stream.relapses], key=lambda event: event.mono_s),
    )
