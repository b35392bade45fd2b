"""The outage of people who are refused though they have every right: told from their own requests.

The rate limit looks at a minute of real time, and begins anew with each deployment; so does this.
"""

from __future__ import annotations

from dataclasses import dataclass

from drills.case import Case, Seen
from drills.recovery import Outage
from reports.facts.production import ProductionChanged
from reports.facts.samples import AddressSampled

WINDOW_S = 60.0
# Up to this share the limit is too low now and then, and above it they are locked out.
PARTIAL_SHARE = 0.25
_DEFAULT_LIMIT = 10


@dataclass(frozen=True)
class Limit:
    """What production was built with."""

    per_minute: int
    whitelist: frozenset[str]


def samples(case: Case, *, legitimate: bool) -> list[Seen[AddressSampled]]:
    """What became of the posts of those people, in order."""
    found = case.seen(AddressSampled, lambda fact: fact.legitimate is legitimate, after=case.injected)
    return sorted(found, key=lambda seen: seen[0].mono_s)


def addresses(case: Case, *, legitimate: bool) -> frozenset[str]:
    """Where they come from."""
    return frozenset(fact.address for _, fact in samples(case, legitimate=legitimate))


def per_minute(case: Case, *, legitimate: bool) -> float:
    """How many posts they save in a minute of real time; 0 where that was not seen for long enough."""
    # The first rush is not their usual rate.
    seen = samples(case, legitimate=legitimate)[1:]
    if len(seen) < 2:
        return 0.0
    took_s = seen[-1][0].mono_s - seen[0][0].mono_s
    return sum(fact.sent for _, fact in seen[:-1]) * 60 / took_s if took_s else 0.0


def limit_of(fact: ProductionChanged) -> Limit:
    """The rate limit of a deployment."""
    given = fact.knobs.get("RATE_LIMIT_PERSIST_LOGIN", "")
    listed = fact.knobs.get("WHITELIST_IPS", "").split(",")
    return Limit(
        int(given) if given.isdecimal() else _DEFAULT_LIMIT,
        frozenset(each.strip() for each in listed if each),
    )


def find_refusals(case: Case, clean_samples: int) -> Outage:
    """From the first who were locked out to the first of ``clean_samples`` posts that were not any more."""
    changes = [event.mono_s for event, _ in case.seen(ProductionChanged, after=case.injected)]
    outage, begun, good = Outage(), None, 0
    seen = samples(case, legitimate=True)
    for number, (event, sample) in enumerate(seen):
        since = max([event.mono_s - WINDOW_S, *(at for at in changes if at <= event.mono_s)])
        if _is_locked_out([fact for earlier, fact in seen[: number + 1] if earlier.mono_s >= since]):
            if outage.clean is not None:
                outage.relapses.append(event)
            outage.broke = outage.broke or event
            outage.last_bad, outage.clean, outage.sure, begun, good = event, None, None, None, 0
        elif outage.broke is not None:
            begun, good = begun or event, good + sample.sent
            if outage.clean is None and good >= clean_samples:
                outage.clean, outage.sure = begun, event
    return outage


def left_over(case: Case) -> str:
    """What the limit in production still refuses of legitimate people, for a sentence; nothing if nothing."""
    changed = case.seen(ProductionChanged)
    if not changed:
        return ""
    limit, rate = limit_of(changed[-1][1]), per_minute(case, legitimate=True)
    blocked = sorted(addresses(case, legitimate=True) - limit.whitelist)
    if not blocked or rate <= limit.per_minute:
        return ""
    return (
        f"; only in part: about {rate:.0f} posts a minute come from {', '.join(blocked)}, and the limit of "
        f"{limit.per_minute} still refuses about {rate - limit.per_minute:.0f} of them"
    )


def _is_locked_out(window: list[AddressSampled]) -> bool:
    sent = sum(fact.sent for fact in window)
    return sum(fact.refused + fact.failed for fact in window) > PARTIAL_SHARE * sent
