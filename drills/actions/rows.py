"""Change posts through Supabase's REST API, with the service's key, which no policy binds (section 2)."""

from __future__ import annotations

from typing import Any

from drills.actions.wire import Wire

_CORRUPTED = {"equalizer_settings": "is.null"}
_NEUTRAL = {"chaleur": 50, "expertise": 50, "audace": 50}


async def repair_corrupted(wire: Wire) -> None:
    """Give exactly the posts without an equalizer a neutral one. Raises `ActionError`."""
    await _posts(wire, "PATCH", _CORRUPTED, {"equalizer_settings": _NEUTRAL})


async def delete_corrupted(wire: Wire) -> None:
    """Delete exactly the posts without an equalizer. Raises `ActionError`."""
    await _posts(wire, "DELETE", _CORRUPTED)


async def delete_pending(wire: Wire, before: str) -> None:
    """Delete every pending post from before a moment (ISO 8601). Raises `ActionError`."""
    await _posts(wire, "DELETE", {"created_at": f"lt.{before}", "status": "eq.pending"})


async def _posts(wire: Wire, method: str, where: dict[str, str], body: Any = None) -> None:
    await wire.ask(
        "Supabase",
        method,
        f"{wire.supabase_url}/rest/v1/posts",
        authorization=f"Bearer {wire.supabase_service_role_key}",
        apikey=wire.supabase_service_role_key,
        params=where,
        json=body,
    )
