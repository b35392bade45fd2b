"""Counts what users have, before and after, by a client of the database that nothing else uses."""

from __future__ import annotations

from collections.abc import Sequence

import psycopg
from psycopg import sql

from fixtures.record import Record


class RowCount:
    """The rows of some tables. ``url`` is PostgreSQL itself, behind the fault proxy."""

    def __init__(self, url: str, tables: Sequence[str], record: Record) -> None:
        self._url = url
        self._tables = tables
        self._record = record
        self._before: dict[str, set[str]] = {}

    def before(self) -> None:
        """Remember every row. Raises psycopg.Error."""
        self._before = self._read()
        for table, rows in self._before.items():
            self._record("rows.counted", table=table, moment="before", count=len(rows))

    def after(self) -> None:
        """Tell how many of them are missing. Raises psycopg.Error."""
        for table, rows in self._read().items():
            missing = len(self._before[table] - rows)
            self._record("rows.counted", table=table, moment="after", count=len(rows), missing=missing)

    def _read(self) -> dict[str, set[str]]:
        with psycopg.connect(self._url, connect_timeout=5) as connection:
            return {table: _ids(connection, table) for table in self._tables}


def _ids(connection: psycopg.Connection[tuple[str]], table: str) -> set[str]:
    query = sql.SQL("SELECT id::text FROM {}").format(sql.Identifier(table))
    return {row[0] for row in connection.execute(query)}
