"""In a drill, the gate tells the harness that it began and how it ended."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from fixtures.http_client import client_for
from reports.facts.fact import Fact
from smoke.assignment import CONTROL_TOKEN, CONTROL_URL

_WITHIN_S = 2.0


class Announcer:
    """Posts to the world's control endpoint, where ``env`` names one; otherwise does nothing."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._url = env.get(CONTROL_URL, "")
        self._token = env.get(CONTROL_TOKEN, "")

    async def say(self, fact: Fact) -> str:
        """Post one fact; returns what went wrong, in one sentence, or nothing."""
        if not self._url:
            return ""
        try:
            async with client_for(self._url, timeout=_WITHIN_S) as client:
                answer = await client.post(
                    f"{self._url}/events",
                    json=fact.model_dump(mode="json"),
                    headers={"authorization": f"Bearer {self._token}"},
                )
        except httpx.HTTPError as error:
            return f"the drill was not told {fact.kind}: {type(error).__name__}: {error}"
        return "" if answer.is_success else f"the drill was not told {fact.kind}: HTTP {answer.status_code}"
