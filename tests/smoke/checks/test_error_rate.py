"""Sentry's error rate, on a sufficient sample."""

from __future__ import annotations

import asyncio

import pytest

from reports.verdict import Outcome
from smoke.checks import error_rate
from tests.smoke.vendors import BAD, Vendors, finding, of_the_gate

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize(
    ("requests", "errors", "outcome"),
    [
        (50, 0, Outcome.PASS),
        (1000, 9, Outcome.PASS),
        (1000, 10, Outcome.FAIL),
        (1000, 12, Outcome.FAIL),
        (50, 50, Outcome.FAIL),
        (49, 0, Outcome.INCONCLUSIVE),
        (0, 0, Outcome.INCONCLUSIVE),
        (12, 3, Outcome.INCONCLUSIVE),
    ],
)
async def test_the_error_rate_needs_a_sample(
    vendors: Vendors, monkeypatch: pytest.MonkeyPatch, requests: int, errors: int, outcome: Outcome
) -> None:
    """Below 1 %, on at least 50 requests; 0 of 12 is no pass."""
    monkeypatch.setattr(error_rate, "PATIENCE_S", 0.0)
    async with vendors.answering() as case:
        vendors.transactions(requests)
        vendors.errors(errors)
        found = await finding(case, error_rate.CHECK)

    assert found.outcome is outcome, found.message
    assert found.sample_size == requests


async def test_other_releases_and_times_do_not_count(
    vendors: Vendors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither what the last deployment did nor what happened before this one."""
    monkeypatch.setattr(error_rate, "PATIENCE_S", 0.0)
    async with vendors.answering() as case:
        vendors.errors(50, release=BAD)
        vendors.errors(50, ago_s=90)
        vendors.transactions(60)
        found = await finding(case, error_rate.CHECK)

    assert found.outcome is Outcome.PASS, found.message


async def test_the_sample_is_waited_for(vendors: Vendors) -> None:
    """A deployment that has just gone live gets its visitors first."""
    async with vendors.answering() as case:
        vendors.transactions(10)
        case.journeys_done.set()
        reading = asyncio.create_task(error_rate.read(case))
        await asyncio.sleep(0.1)
        assert not reading.done()
        vendors.transactions(45, ago_s=0)
        found = await reading

    assert found.outcome is Outcome.PASS, found.message


async def test_the_gates_own_requests_and_errors_are_left_out(
    vendors: Vendors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither do they make the sample, nor the rate."""
    monkeypatch.setattr(error_rate, "PATIENCE_S", 0.0)
    async with vendors.answering() as case:
        vendors.transactions(1000)
        vendors.errors(9)
        vendors.transactions(500, **of_the_gate())
        vendors.errors(50, **of_the_gate())
        found = await finding(case, error_rate.CHECK)

    assert found.outcome is Outcome.PASS, found.message
    assert (found.observed, found.sample_size) == (0.009, 1000)


async def test_only_a_share_of_the_requests_is_traced(
    vendors: Vendors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Errors are all sent; the minimum sample counts what there really is."""
    monkeypatch.setattr(error_rate, "PATIENCE_S", 0.0)
    vendors.configure("sentry", traces_sample_rate=0.1)
    async with vendors.answering() as case:
        vendors.transactions(49)
        few = await finding(case, error_rate.CHECK)
        vendors.transactions(51)
        vendors.errors(9)
        enough = await finding(case, error_rate.CHECK)

    assert few.outcome is Outcome.INCONCLUSIVE
    assert enough.outcome is Outcome.PASS, enough.message
    assert (enough.observed, enough.sample_size) == (0.009, 100)


async def test_other_environments_do_not_count(vendors: Vendors, monkeypatch: pytest.MonkeyPatch) -> None:
    """One commit may be live as a preview too."""
    monkeypatch.setattr(error_rate, "PATIENCE_S", 0.0)
    vendors.configure("sentry", environment="production")
    async with vendors.answering() as case:
        vendors.transactions(60, environment="production")
        vendors.errors(60, environment="preview")
        found = await finding(case, error_rate.CHECK)

    assert found.outcome is Outcome.PASS, found.message


async def test_the_window_is_as_long_as_the_target_says(
    vendors: Vendors, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What happened before it was somebody's to see then."""
    monkeypatch.setattr(error_rate, "PATIENCE_S", 0.0)
    vendors.live_s = 7200
    vendors.configure("thresholds", window_s=60.0)
    async with vendors.answering() as case:
        vendors.transactions(60)
        vendors.errors(60, ago_s=90)
        found = await finding(case, error_rate.CHECK)

    assert found.outcome is Outcome.PASS, found.message
