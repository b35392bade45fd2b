"""The gate's own requests on a real Postry, whose real SDK tells a real Sentry of them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from fixtures.config import load
from fixtures.postry.app import Postry
from fixtures.postry.failures import UNDEFINED_ID
from fixtures.target import Thresholds
from reports.verdict import Outcome
from smoke import marks
from smoke.check import Case
from smoke.checks import error_rate, log_errors, new_issues
from tests.smoke.stage import Stage
from tests.smoke.vendors import finding

pytestmark = pytest.mark.anyio
RUN = "20261123T090601Z-abc123"
USERS, OURS = 5, 3


class QuizBroken(Postry):
    """The quiz fails, and all else is well."""

    async def quiz(self, request: Request) -> Response:
        """As the code would on Node."""
        raise TypeError(UNDEFINED_ID)


@pytest.fixture
async def case(stage: Stage) -> AsyncIterator[Case]:
    """Users have seen the landing page; the gate, and nobody else, has seen the quiz."""
    stage.deploy(QuizBroken)
    target = load(Path(stage.env["FIREDRILL_CONFIG"])).target["world"]
    target = target.model_copy(update={"thresholds": Thresholds(minimum_sample=USERS)})
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(USERS):
            await client.get(target.address("/"))
        for _ in range(OURS):
            await client.get(target.address("/quiz"), headers=marks.headers(RUN))
        case = Case(target, client, stage.env, time.monotonic() + 30, trace=marks.trace_id(RUN))
        await _told(case)
        yield case
        await case.close()


async def _told(case: Case) -> None:
    """Return when Sentry has heard of all: the SDK sends from a thread of its own."""
    live = await case.live()
    query = f"release:{live.commit} event.type:"
    async with asyncio.timeout(10):
        for kind, number in {"transaction": USERS + OURS, f"error trace:{case.trace}": OURS}.items():
            while await case.sentry.count(query + kind, (live.since, datetime.now(UTC))) < number:  # noqa: ASYNC110
                await asyncio.sleep(0.02)


async def test_our_requests_are_no_part_of_the_rate_and_what_they_caused_is_an_error(case: Case) -> None:
    """The real SDK goes on with the trace of our marks; logs and issues tell of us as of anybody."""
    rate = await finding(case, error_rate.CHECK)
    logs = await finding(case, log_errors.CHECK)
    issues = await finding(case, new_issues.CHECK)

    # Somebody else may look at the world's front page too: its own uptime rule does.
    assert rate.outcome is Outcome.PASS, rate.message
    assert rate.message.startswith("error rate 0.00%")
    assert (logs.outcome, logs.observed) == (Outcome.FAIL, OURS)
    assert issues.outcome is Outcome.FAIL, issues.message
    assert f"({OURS} times)" in issues.message


async def test_another_runs_requests_are_a_part_of_it(case: Case) -> None:
    """Only the trace of this run is left out."""
    case.trace = marks.trace_id("another")

    rate = await finding(case, error_rate.CHECK)

    assert rate.outcome is Outcome.FAIL
    assert f"({OURS} errors in " in rate.message
