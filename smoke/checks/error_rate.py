"""Sentry's error rate since this deployment went live is below the threshold, on a sufficient sample."""

from __future__ import annotations

import asyncio
import time
from datetime import datetime

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
    await _count(case, sentry, live, case.window(live))
    await case.journeys_done.wait()
    give_up_mono_s = time.monotonic() + PATIENCE_S
    while True:
        window = case.window(live)
        traced, errors = await _count(case, sentry, live, window)
        enough = traced >= case.target.thresholds.minimum_sample
        if enough or time.monotonic() >= give_up_mono_s or case.left_s() < 2 * _POLL_S:
            return _judge(case, traced, errors, live, window)
        await asyncio.sleep(_POLL_S)


async def _count(
    case: Case, sentry: SentryReader, live: Live, window: tuple[datetime, datetime]
) -> tuple[int, int]:
    """Traced requests and errors of this deployment, without those that the gate itself has caused."""
    whose = f" release:{live.commit}" if live.commit else ""
    if case.trace:
        whose += f" !trace:{case.trace}"
    requests, errors = await asyncio.gather(
        sentry.count(f"event.type:transaction{whose}", window),
        sentry.count(f"event.type:error{whose}", window),
    )
    return requests, errors


def _judge(case: Case, traced: int, errors: int, live: Live, window: tuple[datetime, datetime]) -> Finding:
    limits, settings = case.target.thresholds, case.target.sentry
    assert settings is not None
    # Of the requests only a share is traced, of the errors all are sent.
    requests = round(traced / settings.traces_sample_rate)
    seen = f"{errors} errors in {requests} requests {window_text(window, live)}"
    if traced < limits.minimum_sample:
        message = f"{seen}: fewer than the {limits.minimum_sample} requests that tell anything"
        return Finding(Outcome.INCONCLUSIVE, message, sample_size=traced, window=window)
    rate = errors / requests
    return Finding(
        Outcome.PASS if rate < limits.error_rate else Outcome.FAIL,
        f"error rate {rate:.2%} ({seen}), allowed below {limits.error_rate:.2%}",
        observed=round(rate, 6),
        threshold=limits.error_rate,
        sample_size=traced,
        window=window,
    )


CHECK = EvidenceCheck(id="error-rate", kind="errors", title="Sentry's error rate is low", read=read)
