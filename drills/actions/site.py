"""Look at the site as a user does."""

from __future__ import annotations

import httpx

from drills.actions.wire import Wire


async def is_down(wire: Wire) -> bool:
    """Whether the landing page fails."""
    try:
        answer = await wire.client.get(wire.postry_url)
    except httpx.HTTPError:
        return True
    return answer.status_code >= 500
