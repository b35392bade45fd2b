"""One evidence check: a small interface, one file of ``checks`` each, found by discovery."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx

from fixtures.target import Target
from reports.verdict import Outcome
from smoke.evidence.reading import NotConfiguredError
from smoke.evidence.sentry import SentryReader
from smoke.evidence.status_pages import StatusReader
from smoke.evidence.vercel import Live, VercelReader


@dataclass(frozen=True)
class Finding:
    """What a check came to; the fields are those of `reports.verdict.Check`."""

    outcome: Outcome
    message: str
    observed: float | str | None = None
    threshold: float | str | None = None
    sample_size: int | None = None
    window: tuple[datetime, datetime] | None = None


class Case:
    """What a check may look at: the target, its vendors' readers, and when the journeys are done.

    ``env`` holds the secrets; ``deadline_mono_s`` is when a check must have come to its end. ``trace`` is the
    one that the gate's own requests belong to, ``expect_commit`` the commit that must be live, if one must.
    ``since`` is the moment before which nothing counts, where that is later than what was deployed last.
    """

    def __init__(
        self,
        target: Target,
        client: httpx.AsyncClient,
        env: Mapping[str, str],
        deadline_mono_s: float,
        *,
        trace: str = "",
        expect_commit: str = "",
        since: datetime | None = None,
    ) -> None:
        self.target = target
        self.trace = trace
        self.expect_commit = expect_commit
        self.journeys_done = asyncio.Event()
        self.live_at_start: Live | None = None
        self.live_at_end: Live | None = None
        self._client = client
        self._env = env
        self._deadline_mono_s = deadline_mono_s
        self._since = since
        self._asked: asyncio.Task[Live] | None = None

    @property
    def vercel(self) -> VercelReader:
        """Raises `NotConfiguredError` where Vercel is not configured."""
        settings = self.target.vercel
        if settings is None:
            raise NotConfiguredError("Vercel is not configured: the target has no [vercel] table")
        return VercelReader(self._client, settings, self._secret(settings.token_env))

    @property
    def sentry(self) -> SentryReader:
        """Raises `NotConfiguredError` where Sentry is not configured."""
        settings = self.target.sentry
        if settings is None:
            raise NotConfiguredError("Sentry is not configured: the target has no [sentry] table")
        return SentryReader(self._client, settings, self._secret(settings.token_env))

    @property
    def status_pages(self) -> StatusReader:
        """The vendors' status pages. Raises `NotConfiguredError` where they are not configured."""
        if self.target.status_pages is None:
            raise NotConfiguredError("no status pages are configured: the target has no [status_pages] table")
        return StatusReader(self._client, self.target.status_pages)

    async def live(self) -> Live:
        """The deployment that is judged, asked for once. Raises `EvidenceError`."""
        if self._asked is None:
            self._asked = asyncio.create_task(self.vercel.live(self.target.url))
        self.live_at_start = await asyncio.shield(self._asked)
        return self.live_at_start

    async def live_again(self) -> Live:
        """The deployment that answers now. Raises `EvidenceError`."""
        self.live_at_end = await self.vercel.live(self.target.url)
        return self.live_at_end

    async def close(self) -> None:
        """Nobody asks any more."""
        if self._asked is not None:
            self._asked.cancel()
            await asyncio.gather(self._asked, return_exceptions=True)

    def window(self, live: Live) -> tuple[datetime, datetime]:
        """From `since`, or as far back as the target says where that is longer ago, until now."""
        now = datetime.now(UTC)
        return max(self.since(live), now - timedelta(seconds=self.target.thresholds.window_s)), now

    def since(self, live: Live) -> datetime:
        """Before this moment nothing counts: what is live now was not live, or had not been mended."""
        return max(live.since, self._since) if self._since else live.since

    def left_s(self) -> float:
        """Seconds until the deadline."""
        return max(0.0, self._deadline_mono_s - time.monotonic())

    def _secret(self, variable: str) -> str:
        value = self._env.get(variable, "")
        if not value:
            raise NotConfiguredError(f"environment variable {variable} is not set; it must hold the token")
        return value


@dataclass(frozen=True)
class EvidenceCheck:
    """``read`` may raise `EvidenceError`: the vendor did not say, which is inconclusive.

    It reads while the browser works, so that a vendor that is silent costs no time, and once more after
    ``case.journeys_done``.
    """

    id: str
    kind: str
    title: str
    read: Callable[[Case], Awaitable[Finding]]
    blocking: bool = True


def window_text(window: tuple[datetime, datetime], live: Live) -> str:
    """How long the window is and why it begins where it does."""
    start, end = window
    seconds = (end - start).total_seconds()
    if start > live.since:
        return f"in the last {seconds / 60:.0f} minutes (live since {live.since:%Y-%m-%d %H:%M:%S} UTC)"
    return f"in the {seconds:.0f} s since it went live"
