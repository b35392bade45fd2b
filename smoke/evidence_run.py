"""The evidence checks, all at once, beside the browser."""

from __future__ import annotations

import asyncio
import time
import traceback
from collections.abc import Callable, Mapping
from datetime import datetime

from fixtures.http_client import client_for
from fixtures.target import Target
from reports.verdict import Attempt, Check, Outcome
from smoke.check import Case, EvidenceCheck, Finding
from smoke.checks.catalogue import discover
from smoke.checks.identity import CHECK as IDENTITY
from smoke.evidence.reading import EvidenceError


class EvidenceRun:
    """`start`, then `finish` when the journeys are done; `checks` may be asked at any moment.

    ``crashes`` holds the tracebacks of checks that broke themselves: bugs of ours, not of the site.
    """

    def __init__(
        self,
        target: Target,
        env: Mapping[str, str],
        deadline_mono_s: float,
        *,
        trace: str = "",
        expect_commit: str = "",
        since: datetime | None = None,
        selects: Callable[[str], bool] = lambda _: True,
    ) -> None:
        self.crashes: list[str] = []
        # A commit that is expected has to be proven, whatever else was asked for.
        proves = {IDENTITY.id} if expect_commit else set()
        self._all = [check for check in discover() if selects(check.id) or check.id in proves]
        self._done: dict[str, Check] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._client = client_for(target.url)
        self.case = Case(
            target,
            self._client,
            env,
            deadline_mono_s,
            trace=trace,
            expect_commit=expect_commit,
            since=since,
        )

    def start(self, tell: Callable[[Check], None]) -> None:
        """Let every check begin; ``tell`` hears of each that has come to its end."""
        self._tasks = [asyncio.create_task(self._run(check, tell)) for check in self._all]

    async def finish(self) -> None:
        """The journeys are done: wait for the last reading of every check."""
        self.case.journeys_done.set()
        await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Stop what still runs."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.case.close()
        await self._client.aclose()

    def checks(self, unfinished: str) -> list[Check]:
        """One check each, in order; ``unfinished`` says why what has no result has none."""
        begun = Outcome.INCONCLUSIVE if self._tasks else Outcome.NOT_RUN
        return [
            self._done.get(check.id) or _check(check, Finding(begun, unfinished), []) for check in self._all
        ]

    async def _run(self, check: EvidenceCheck, tell: Callable[[Check], None]) -> None:
        begun = time.monotonic()
        error_class = None
        try:
            finding = await check.read(self.case)
        except EvidenceError as error:
            finding, error_class = Finding(Outcome.INCONCLUSIVE, str(error)), "vendor"
        except Exception as error:  # noqa: BLE001 - one broken check must not take the verdict with it
            self.crashes.append(f"{check.id}: {traceback.format_exc()}")
            message = f"the check itself broke: {type(error).__name__}: {error}"
            finding, error_class = Finding(Outcome.INCONCLUSIVE, message), "broken"
        attempt = Attempt(
            outcome=finding.outcome,
            error_class=error_class,
            message=finding.message,
            duration_ms=round((time.monotonic() - begun) * 1000, 1),
        )
        self._done[check.id] = _check(check, finding, [attempt])
        tell(self._done[check.id])


def _check(check: EvidenceCheck, finding: Finding, attempts: list[Attempt]) -> Check:
    return Check(
        id=check.id,
        kind=check.kind,
        title=check.title,
        blocking=check.blocking,
        outcome=finding.outcome,
        message=finding.message,
        attempts=attempts,
        observed=finding.observed,
        threshold=finding.threshold,
        sample_size=finding.sample_size,
        window=finding.window,
    )
