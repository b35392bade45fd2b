"""Have Supabase take the database back to a moment, without losing what is newer."""

from __future__ import annotations

import asyncio
from datetime import datetime

import psycopg
from psycopg.types.json import Jsonb
from pydantic import BaseModel

from drills.actions.wire import ActionError, Wire, understood

_LOOK_S = 0.25
_PATIENCE_S = 120.0
_EXPORT = "SELECT to_jsonb(posts) FROM posts"
_IMPORT = (
    "INSERT INTO posts SELECT * FROM jsonb_populate_recordset(NULL::posts, %s) ON CONFLICT (id) DO NOTHING"
)


class _Project(BaseModel):
    status: str


async def restore(wire: Wire, moment: datetime) -> None:
    """Every post that stood then, and every one that stands now. Raises `ActionError`.

    From the export to the restore nobody can write: what the export lacks was never promised to anybody.
    """
    try:
        connection = await psycopg.AsyncConnection.connect(wire.database_url, connect_timeout=5)
        async with connection:
            await connection.execute("LOCK TABLE posts IN SHARE MODE")
            cursor = await connection.execute(_EXPORT)
            newer = [row[0] for row in await cursor.fetchall()]
            await wire.supabase(
                "POST",
                "/database/backups/restore-pitr",
                json={"recovery_time_target_unix": int(moment.timestamp())},
            )
            await _until_restored(wire)
            await connection.close()  # the restore has cut it already
        async with await psycopg.AsyncConnection.connect(wire.database_url, connect_timeout=5) as connection:
            await connection.execute(_IMPORT, (Jsonb(newer),))
    except psycopg.Error as error:
        raise ActionError(f"database: {error}") from error


async def _until_restored(wire: Wire) -> None:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            while (status := await _status(wire)) == "RESTORING":  # noqa: ASYNC110 - it is Supabase's
                await asyncio.sleep(_LOOK_S)
    except TimeoutError as error:
        raise ActionError(f"Supabase: still restoring after {_PATIENCE_S:g} s") from error
    if status != "ACTIVE_HEALTHY":
        raise ActionError(f"Supabase: the restore ended as {status}")


async def _status(wire: Wire) -> str:
    return understood(_Project, "Supabase", await wire.supabase("GET", "")).status
