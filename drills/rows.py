"""Counts what users have, before, during and after, by a client of the database that nothing else uses.

A row that stood before the fault, or came to be in order since then, is a user's: it may not be missing in
the end. One that came without its equalizer is corrupted: it may be repaired or removed, and nobody is
charged for it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import psycopg
from psycopg import sql

from fixtures.record import Record
from reports.facts.database import Moment, RowsCounted

LOOK_S = 0.5
_PENDING = "pending"


class _Row(NamedTuple):
    """What is looked at of one row."""

    id: str
    status: str
    corrupted: bool


class _Counted(NamedTuple):
    """The fields of `reports.facts.database.RowsCounted`, but for table, moment and count."""

    missing: int
    missing_pending: int
    corrupted: int
    repaired: int
    removed: int


@dataclass
class _Known:
    """The rows of one table: those of users, by their status, and those that came corrupted."""

    sound: dict[str, str] = field(default_factory=dict)
    corrupted: set[str] = field(default_factory=set)

    def learn(self, rows: Sequence[_Row], *, at_start: bool) -> None:
        """More rows; those that stand at the start are users' as they are."""
        for row in rows:
            if row.id in self.corrupted:
                continue
            if row.corrupted and not at_start and row.id not in self.sound:
                self.corrupted.add(row.id)
            else:
                self.sound.setdefault(row.id, row.status)

    def counted(self, rows: Sequence[_Row]) -> _Counted:
        corrupted_now = {row.id: row.corrupted for row in rows}
        missing = [status for row, status in self.sound.items() if row not in corrupted_now]
        left = [corrupted_now[row] for row in self.corrupted if row in corrupted_now]
        return _Counted(
            missing=len(missing),
            missing_pending=missing.count(_PENDING),
            corrupted=left.count(True),
            repaired=left.count(False),
            removed=len(self.corrupted) - len(left),
        )


class RowCount:
    """The rows of some tables, but for those of the owners ``without``, who remove their own.

    ``url`` is PostgreSQL itself, behind the fault proxy.
    """

    def __init__(
        self, url: str, tables: Sequence[str], record: Record, without: Collection[str] = ()
    ) -> None:
        self._url = url
        self._record = record
        self._without = list(without)
        self._known = {table: _Known() for table in tables}
        self._told: dict[str, _Counted] = {}
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._look_on, name="rows", daemon=True)

    def before(self) -> None:
        """Remember every row, and look on from now until `after` or `stop`. Raises psycopg.Error."""
        with self._connect() as connection:
            for table, known in self._known.items():
                rows = self._rows(connection, table)
                known.learn(rows, at_start=True)
                self._told[table] = known.counted(rows)
                self._tell(table, "before", rows)
        self._watch.start()

    def after(self) -> None:
        """Tell how many of them are missing. Raises psycopg.Error."""
        self.stop()
        with self._connect() as connection:
            for table, known in self._known.items():
                rows = self._rows(connection, table)
                known.learn(rows, at_start=False)
                self._told[table] = known.counted(rows)
                self._tell(table, "after", rows)

    def stop(self) -> None:
        """Look on no more; may be called twice."""
        self._ended.set()
        if self._watch.ident is not None:
            self._watch.join()

    def _look_on(self) -> None:
        """Tell of each change, and of the last look that did not see it yet."""
        connection: psycopg.Connection[tuple[str, str, bool]] | None = None
        looked_mono_s = time.monotonic()
        while not self._ended.wait(LOOK_S):
            begun_mono_s = time.monotonic()
            try:
                connection = connection or self._connect()
                for table, known in self._known.items():
                    self._look(connection, table, known, looked_mono_s)
            except psycopg.Error:  # an outage, or a restore: nothing is seen meanwhile
                connection = None
                continue
            looked_mono_s = begun_mono_s
        if connection is not None:
            connection.close()

    def _look(
        self,
        connection: psycopg.Connection[tuple[str, str, bool]],
        table: str,
        known: _Known,
        since_mono_s: float,
    ) -> None:
        rows = self._rows(connection, table)
        known.learn(rows, at_start=False)
        counted = known.counted(rows)
        if counted != self._told[table]:
            self._told[table] = counted
            self._tell(table, "during", rows, since_mono_s)

    def _tell(
        self, table: str, moment: Moment, rows: Sequence[_Row], since_mono_s: float | None = None
    ) -> None:
        counted = self._told[table]._asdict()
        self._record(
            RowsCounted(table=table, moment=moment, since_mono_s=since_mono_s, count=len(rows), **counted)
        )

    def _connect(self) -> psycopg.Connection[tuple[str, str, bool]]:
        return psycopg.connect(self._url, connect_timeout=5, autocommit=True)

    def _rows(self, connection: psycopg.Connection[tuple[str, str, bool]], table: str) -> list[_Row]:
        query = sql.SQL(
            "SELECT id::text, status, equalizer_settings IS NULL FROM {} WHERE NOT owner::text = ANY(%s)"
        )
        found = connection.execute(query.format(sql.Identifier(table)), (self._without,))
        return [_Row(*row) for row in found]
