"""Change Supabase's connection pool (runbook, section 2, scenario 2: 15 to 30)."""

from __future__ import annotations

from drills.actions.wire import Wire


async def resize_pool(wire: Wire, size: int) -> None:
    """Give the pool so many connections; in effect when this returns. Raises `ActionError`."""
    await wire.supabase("PATCH", "/config/database/pooler", json={"default_pool_size": size})
