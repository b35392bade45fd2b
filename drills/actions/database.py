"""Read what Supabase says of the database: its pool, its logs, its rows (runbook, section 2, scenario 2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal

from pydantic import BaseModel

from drills.actions.wire import Wire, understood

LOOK_BACK = timedelta(minutes=15)
_POOL_TIMEOUTS = "select event_message from supavisor_logs where event_message like 'timeout after%'"
_ERRORS = "select event_message from postgres_logs where event_message like '{words}'"
_TIMED_OUT = _ERRORS.format(words="canceling statement due to statement timeout%")
_VIOLATED = _ERRORS.format(words="null value in column%")
# The runbook's own query, but for its columns.
_CORRUPTED = "SELECT count(*) AS rows FROM posts WHERE equalizer_settings IS NULL"

Trouble = Literal["pool", "statement", "constraint"]


@dataclass(frozen=True)
class Database:
    """``pool_size`` in connections; of the last minutes how often nobody got one in time, how many statements
    were cancelled, and how many a constraint refused, with the newest; ``corrupted`` posts have no equalizer.
    """

    pool_size: int
    pool_timeouts: int
    statement_timeouts: int
    violations: int
    violation: str
    corrupted: int

    @property
    def mostly(self) -> Trouble | None:
        """What the logs tell of most often, if of anything."""
        told: dict[Trouble, int] = {
            "pool": self.pool_timeouts,
            "statement": self.statement_timeouts,
            "constraint": self.violations,
        }
        most = max(told, key=lambda trouble: told[trouble])
        return most if told[most] else None


class _Pool(BaseModel):
    default_pool_size: int


class _Line(BaseModel):
    event_message: str


class _Lines(BaseModel):
    result: list[_Line]


class _Count(BaseModel):
    rows: int


async def read_database(wire: Wire) -> Database:
    """All of it. Raises `drills.actions.wire.ActionError`."""
    since = datetime.now(UTC) - LOOK_BACK
    violations = await _lines(wire, _VIOLATED, since)
    return Database(
        pool_size=await pool_size(wire),
        pool_timeouts=len(await _lines(wire, _POOL_TIMEOUTS, since)),
        statement_timeouts=len(await _lines(wire, _TIMED_OUT, since)),
        violations=len(violations),
        violation=violations[-1].splitlines()[0] if violations else "",
        corrupted=await count_corrupted(wire),
    )


async def pool_size(wire: Wire) -> int:
    """How many connections the pool has. Raises `drills.actions.wire.ActionError`."""
    answer = await wire.supabase("GET", "/config/database/pooler")
    return understood(list[_Pool], "Supabase", answer)[0].default_pool_size


async def pool_timeouts(wire: Wire, since: datetime) -> int:
    """How often nobody got a connection in time since then. Raises `drills.actions.wire.ActionError`."""
    return len(await _lines(wire, _POOL_TIMEOUTS, since))


async def count_corrupted(wire: Wire) -> int:
    """How many posts have no equalizer. Raises `drills.actions.wire.ActionError`."""
    answer = await wire.supabase("POST", "/database/query", json={"query": _CORRUPTED})
    return understood(list[_Count], "Supabase", answer)[0].rows


async def _lines(wire: Wire, query: str, since: datetime) -> list[str]:
    answer = await wire.supabase(
        "GET",
        "/analytics/endpoints/logs.all",
        sql=f"{query} order by timestamp",
        iso_timestamp_start=since.isoformat(),
        iso_timestamp_end=datetime.now(UTC).isoformat(),
    )
    return [line.event_message for line in understood(_Lines, "Supabase", answer).result]
