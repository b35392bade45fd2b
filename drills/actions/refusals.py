"""Count who meets the rate limit, by address (section 2, scenario 3), and who they are."""

from __future__ import annotations

import asyncio
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import BaseModel

from drills.actions.logs import LOOK_BACK
from drills.actions.wire import ActionError, Wire, understood
from smoke.evidence.vercel import LogRow

TOO_MANY_REQUESTS = 429
_WORDS = "Rate limit exceeded"
_LIMIT = 1000
# Real time: somebody of a crowd tries again within that.
_WATCH_S = 3.0
# As Postry writes it; the address is the third field, by which the runbook counts.
_LINE = re.compile(rf"^\S+ \S+ (?P<address>\S+) {_WORDS}.*?(?:\((?P<session>[^,()]+), (?P<agent>.*)\))?$")
# From so many different sessions on, it is a crowd.
_CROWD = 3


@dataclass(frozen=True)
class Blocked:
    """One address: how often it was refused, in how many sessions, and with which programs."""

    address: str
    count: int
    sessions: int
    agents: tuple[str, ...]

    @property
    def is_crowd(self) -> bool:
        """Whether many people share it, as at a conference or in an office."""
        return self.sessions >= _CROWD


@dataclass(frozen=True)
class Refusals:
    """Every address, the most often refused first."""

    by_address: Sequence[Blocked]

    @property
    def crowd(self) -> Blocked | None:
        """The address of the most people, if of many."""
        crowds = [each for each in self.by_address if each.is_crowd]
        return max(crowds, key=lambda each: each.sessions, default=None)

    @property
    def abuser(self) -> Blocked | None:
        """The most often refused of the others, which is one who does not stop."""
        return next((each for each in self.by_address if not each.is_crowd), None)


NONE_REFUSED = Refusals(())


class _Page(BaseModel):
    rows: list[LogRow]


async def see_let_in(wire: Wire, address: str) -> None:
    """Watch for a moment whether people at an address are let in, now that something was deployed for them.

    Raises `ActionError` where they still are refused.
    """
    since = datetime.now(UTC)
    await asyncio.sleep(_WATCH_S)
    refused = next(
        (each.count for each in (await read_refusals(wire, since)).by_address if each.address == address), 0
    )
    if refused:
        raise ActionError(f"{address} was refused {refused} more times in {_WATCH_S:g} s")


async def read_refusals(wire: Wire, since: datetime | None = None) -> Refusals:
    """Since a moment (UTC; default: the last minutes). Raises `ActionError`."""
    now = datetime.now(UTC)
    begin = since or now - LOOK_BACK
    answer = await wire.vercel(
        "GET",
        "/api/logs/request-logs",
        projectId=wire.vercel_project_id,
        ownerId=wire.vercel_org_id,
        startDate=int(begin.timestamp() * 1000),
        endDate=int(now.timestamp() * 1000),
        environment="production",
        search=_WORDS,
        limit=_LIMIT,
        page=0,
    )
    rows = understood(_Page, "Vercel", answer).rows
    return counted([line.message for row in rows for line in row.logs])


def counted(lines: Sequence[str]) -> Refusals:
    """Those of some lines that tell of a refusal, by address."""
    found: dict[str, list[re.Match[str]]] = defaultdict(list)
    for line in lines:
        if match := _LINE.match(line):
            found[match["address"]].append(match)
    blocked = [
        Blocked(
            address,
            len(matches),
            len({match["session"] for match in matches}),
            tuple(sorted({match["agent"] for match in matches if match["agent"]})),
        )
        for address, matches in found.items()
    ]
    return Refusals(tuple(sorted(blocked, key=lambda each: -each.count)))
