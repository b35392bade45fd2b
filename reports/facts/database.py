"""The database: its pool, its restores, its rows."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from reports.facts.fact import Escape, Fact

Moment = Literal["before", "during", "after"]


class PoolResized(Fact):
    """Somebody gave Supabase's pool another size, in connections; it is in effect from now on."""

    notable: ClassVar[bool] = True
    kind: Literal["pool.resized"] = "pool.resized"
    actor: str
    before: int
    size: int

    def english(self) -> str:
        """As the page tells it."""
        return f"the database's pool has {self.size} connections now, not {self.before}"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"le pool de connexions passe de {self.before} à {self.size}"


class DatabaseRestored(Fact):
    """Somebody has the whole database taken back to a moment, UTC; it begins now and takes a while."""

    notable: ClassVar[bool] = True
    kind: Literal["database.restored"] = "database.restored"
    actor: str
    to: datetime

    def english(self) -> str:
        """As the page tells it."""
        return f"the database is taken back to {self.to:%H:%M:%S} UTC"

    def french(self, escape: Escape) -> str:
        """As the post-mortem tells it."""
        return f"base de données ramenée à son état de {self.to:%H:%M:%S} UTC"


class RowsCounted(Fact):
    """The rows of a table, counted by the harness before the fault, at the end of the incident and, whenever
    one of the other figures changes, in between; ``since_mono_s`` is then the last count before the change.

    ``missing`` is how many of users' rows are no longer there, those that came during the incident included,
    and ``missing_pending`` how many of these were pending. Of rows that came without what a row must have,
    ``corrupted`` are still so, ``repaired`` are not, ``removed`` are gone.
    """

    kind: Literal["rows.counted"] = "rows.counted"
    table: str
    moment: Moment
    since_mono_s: float | None = None
    count: int
    missing: int = 0
    missing_pending: int = 0
    corrupted: int = 0
    repaired: int = 0
    removed: int = 0
