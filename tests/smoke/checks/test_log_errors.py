"""No error in the logs of the deployment since it went live."""

from __future__ import annotations

import asyncio

import pytest

from reports.verdict import Outcome
from smoke.check import Case
from smoke.checks import log_errors
from tests.smoke.vendors import TYPE_ERROR, Vendors, finding

pytestmark = pytest.mark.anyio


async def test_quiet_logs_pass(vendors: Vendors) -> None:
    """Warnings and refused requests are no errors."""
    async with vendors.answering() as case:
        vendors.request(200)
        vendors.request(429, ("warning", "[warn] rate-limit 203.0.113.7 Rate limit exceeded"))
        found = await finding(case, log_errors.CHECK)

    assert found.outcome is Outcome.PASS, found.message
    assert found.sample_size == 2
    assert "since it went live" in found.message


@pytest.mark.parametrize(
    ("status", "lines", "said"),
    [(500, (TYPE_ERROR,), "TypeError"), (200, (TYPE_ERROR,), "TypeError"), (502, (), "502")],
)
async def test_an_error_in_the_logs_fails(
    vendors: Vendors, status: int, lines: tuple[tuple[str, str], ...], said: str
) -> None:
    """An error line behind a fine front, and a 5xx without any line; only its first line is quoted."""
    async with vendors.answering() as case:
        vendors.request(status, *lines)
        found = await finding(case, log_errors.CHECK)

    assert found.outcome is Outcome.FAIL
    assert found.observed == 1
    assert f"GET /dashboard {status}" in found.message
    assert said in found.message
    assert "at Dashboard" not in found.message


async def test_errors_before_it_went_live_or_of_another_deployment_do_not_count(vendors: Vendors) -> None:
    """What a rollback ended is over."""
    async with vendors.answering() as case:
        vendors.request(500, TYPE_ERROR, ago_s=90)
        vendors.request(500, TYPE_ERROR, old=True)
        vendors.request(200)
        found = await finding(case, log_errors.CHECK)

    assert found.outcome is Outcome.PASS, found.message


async def test_empty_logs_are_no_evidence(vendors: Vendors) -> None:
    """Nobody came, or nothing was written: nothing was seen."""
    async with vendors.answering() as case:
        found = await finding(case, log_errors.CHECK)

    assert found.outcome is Outcome.INCONCLUSIVE


async def test_what_has_been_live_for_long_is_judged_by_its_last_minutes() -> None:
    """An error of an hour ago was somebody's to see then; the message tells the window."""
    vendors = Vendors(live_s=2 * 3600)
    async with vendors.answering() as case:
        vendors.request(500, TYPE_ERROR, ago_s=3600)
        vendors.request(200)
        found = await finding(case, log_errors.CHECK)

    assert found.outcome is Outcome.PASS, found.message
    assert "in the last 15 minutes" in found.message


async def test_an_error_among_many_requests_is_found(vendors: Vendors) -> None:
    """It stands on no first page."""
    async with vendors.answering() as case:
        vendors.request(500, TYPE_ERROR, ago_s=30)
        for _ in range(400):
            vendors.request(200)
        found = await finding(case, log_errors.CHECK)

    assert found.outcome is Outcome.FAIL


async def test_all_errors_are_counted(vendors: Vendors) -> None:
    """Over as many pages as they fill, each once."""
    async with vendors.answering() as case:
        for _ in range(250):
            vendors.request(500, TYPE_ERROR)
        found = await finding(case, log_errors.CHECK)

    assert found.observed == 250


async def test_an_error_during_the_journeys_is_seen(vendors: Vendors) -> None:
    """The last reading is after the browser."""
    async with vendors.answering() as case:
        vendors.request(200)
        reading = asyncio.create_task(_read(case))
        await asyncio.sleep(0.05)
        vendors.request(500, TYPE_ERROR, ago_s=0)
        case.journeys_done.set()
        outcome = await reading

    assert outcome is Outcome.FAIL


async def _read(case: Case) -> Outcome:
    return (await log_errors.CHECK.read(case)).outcome
