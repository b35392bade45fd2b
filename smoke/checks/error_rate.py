"""Sentry's error rate since this deployment went live is below the threshold, on a sufficient sample."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime

from fixtures.target import Thresholds
from reports.verdict import Outcome
from smoke.check import Case, EvidenceCheck, Finding, window_text
from smoke.evidence.sentry import SentryReader
from smoke.evidence.vercel import Live

# How long to wait, after the journeys, for a sample that is still too small.
PATIENCE_S = 30.0
_POLL_S = 0.5


async def read(case: Case) -> Finding:
    """Wait for the sample while the budget allows; too small a sample is no evidence either way."""
    sentry = case.sentry
    live = await case.live()
    await _count(sentry, live, case.window(live))
    await case.journeys_done.wait()
    give_up_mono_s = time.monotonic() + PATIENCE_S
    while True:
        window = case.window(live)
        requests, errors = await _count(sentry, live, window)
        enough = requests >= case.target.thresholds.minimum_sample
        if enough or time.monotonic() >= give_up_mono_s or case.left_s() < 2 * _POLL_S:
            return _judge(case.target.thresholds, requests, errors, live, window)
        await asyncio.sleep(_POLL_S)


async def _count(sentry: SentryReader, live: Live, window: tuple[datetime, datetime]) -> tuple[int, int]:
    """Requests and errors of this deployment."""
    release = f" release:{live.commit}" if live.commit else ""
    requests, errors = await asyncio.gather(
        sentry.count(f"event.type:transaction{release}", window),
        sentry.count(f"event.type:error{release}", window),
    )
    return requests, errors


def _judge(
    limits: Thresholds, requests: int, errors: int, live: Live, window: tuple[datetime, datetime]
) -> Finding:
    seen = f"{errors} errors in {requests} requests {window_text(window, live)}"
    if requests < limits.minimum_sample:
        message = f"{seen}: fewer than the {limits.minimum_sample} requests that tell anything"
        return Finding(Outcome.INCONCLUSIVE, message, sample_size=requests, window=window)
    rate = errors / requests
    return Finding(
        Outcome.PASS if rate < limits.error_rate else Outcome.FAIL,
        f"error rate {rate:.2%} ({seen}), allowed below {limits.error_rate:.2%}",
        observed=round(rate, 6),
        threshold=limits.error_rate,
        sample_size=requests,
        window=window,
    )


CHECK = EvidenceCheck(id="error-rate", kind="errors", title="Sentry's error rate is low", read=read)
