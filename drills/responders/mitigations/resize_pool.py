"""Twice as many connections in Supabase's pool (runbook, section 2, scenario 2: 15 to 30)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from drills.actions.database import pool_size, pool_timeouts
from drills.actions.pool import resize_pool
from drills.actions.wire import ActionError, Wire
from drills.responders.diagnosis import Evidence

_LOOK_S = 0.5
_QUIET = timedelta(seconds=2)
_PATIENCE_S = 30.0


async def carry_out(wire: Wire, evidence: Evidence) -> None:  # noqa: ARG001
    """And watch its log until those who waited already have been served."""
    await resize_pool(wire, 2 * await pool_size(wire))
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await asyncio.sleep(_QUIET.total_seconds())
            while await pool_timeouts(wire, datetime.now(UTC) - _QUIET):  # noqa: ASYNC110 - it is Supabase's
                await asyncio.sleep(_LOOK_S)
    except TimeoutError as error:
        raise ActionError(f"{_PATIENCE_S:g} s later the pool's log still tells of clients waiting") from error
