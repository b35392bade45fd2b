"""The evidence checks, against the vendors under their production host names."""

from __future__ import annotations

import asyncio

import httpx
import pytest
import respx

from fixtures.target import Target
from reports.verdict import Outcome
from smoke.check import Case, discover
from smoke.checks import error_rate, identity, log_errors, new_issues, vendor_status
from smoke.evidence.reading import EvidenceError
from tests.smoke.vendors import BAD, GOOD, Vendors, finding

pytestmark = pytest.mark.anyio
TYPE_ERROR = ("error", "TypeError: Cannot read properties of undefined (reading 'id')\n    at Dashboard")


@pytest.fixture
def vendors() -> Vendors:
    """Live for a minute."""
    return Vendors()


async def test_every_file_of_checks_is_found() -> None:
    """Nothing needs to be registered; only the vendors' status does not block."""
    found = {check.id: check.blocking for check in discover()}

    assert found == {
        "error-rate": True,
        "identity": True,
        "log-errors": True,
        "new-issues": True,
        "vendor-status": False,
    }


# Logs.


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


# Sentry's rate.


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


# Sentry's issues.


async def test_no_new_issue_passes(vendors: Vendors) -> None:
    """What was known before goes on being known."""
    async with vendors.answering() as case:
        vendors.errors(3, "old", ago_s=90)
        vendors.errors(3, "old", ago_s=1)
        found = await finding(case, new_issues.CHECK)

    assert found.outcome is Outcome.PASS, found.message


async def test_a_new_issue_fails_and_is_named(vendors: Vendors) -> None:
    """With its number, its title and how often."""
    async with vendors.answering() as case:
        vendors.errors(3, "reading 'id'")
        found = await finding(case, new_issues.CHECK)

    assert found.outcome is Outcome.FAIL
    assert "TypeError: reading 'id' (3 times)" in found.message
    assert "POSTRY-WEB-1" in found.message


async def test_a_resolved_issue_or_a_warning_is_none(vendors: Vendors) -> None:
    """Unresolved, and of level error."""
    async with vendors.answering() as case:
        vendors.errors(1, "one")
        vendors.sentry.store.issues[0].status = "resolved"
        vendors.errors(1, "two")
        vendors.sentry.store.issues[1].level = "warning"
        found = await finding(case, new_issues.CHECK)

    assert found.outcome is Outcome.PASS, found.message


# Identity.


async def test_the_deployment_is_known_by_its_alias(vendors: Vendors) -> None:
    """Its id, its commit, and since when the address leads to it."""
    async with vendors.answering() as case:
        found = await finding(case, identity.CHECK)

        assert found.outcome is Outcome.PASS, found.message
        assert case.live_at_start == case.live_at_end
        assert case.live_at_start is not None
        assert case.live_at_start.deployment_id == vendors.vercel.production.id
        assert case.live_at_start.commit == GOOD
        assert round(case.live_at_start.since.timestamp() * 1000) == vendors.vercel.aliased_ms


async def test_a_deployments_own_address_is_that_deployment(vendors: Vendors) -> None:
    """A preview is judged by itself, not by what is production."""
    async with vendors.answering() as case:
        older = vendors.older
        live = await case.vercel.live(f"https://{older.host}")

    assert (live.deployment_id, live.commit) == (older.id, BAD)


async def test_on_this_machine_it_is_what_is_production(vendors: Vendors) -> None:
    """No alias names a loopback address."""
    async with vendors.answering() as case:
        live = await case.vercel.live("http://127.0.0.1:4000")

    assert live.deployment_id == vendors.vercel.production.id


async def test_an_alias_that_moves_meanwhile_is_inconclusive(vendors: Vendors) -> None:
    """Half of what was seen is about another deployment."""
    async with vendors.answering() as case:
        reading = asyncio.create_task(_identity(case))
        await asyncio.sleep(0.05)
        older = vendors.older
        await vendors.vercel.set_production(older, "promote")
        case.journeys_done.set()
        outcome, message = await reading

    assert outcome is Outcome.INCONCLUSIVE
    assert older.id in message


async def _identity(case: Case) -> tuple[Outcome, str]:
    found = await identity.CHECK.read(case)
    return found.outcome, found.message


# The vendors' status pages.


async def test_healthy_vendors_pass(vendors: Vendors) -> None:
    """All three are asked."""
    async with vendors.answering() as case:
        found = await finding(case, vendor_status.CHECK)

    assert found.outcome is Outcome.PASS, found.message


async def test_an_outage_is_told(vendors: Vendors) -> None:
    """Whose, and in their own words."""
    vendors.supabase_status.open_incident("Database connections fail", "We are looking into it.")
    async with vendors.answering() as case:
        found = await finding(case, vendor_status.CHECK)

    assert found.outcome is Outcome.FAIL
    assert "vendor outage: Supabase" in found.message
    assert "Database connections fail" in found.message


# Vendors that do not say.


@pytest.mark.parametrize("check", discover(), ids=lambda check: check.id)
async def test_without_configuration_every_check_says_so(vendors: Vendors, check: object) -> None:
    """The message names the table that is missing."""
    async with httpx.AsyncClient() as client:
        case = Case(Target(url="https://postry.ai"), client, {}, 0.0)
        with pytest.raises(EvidenceError, match=r"not configured|no status pages"):
            await finding(case, check)  # type: ignore[arg-type]


@pytest.mark.parametrize("check", discover(), ids=lambda check: check.id)
@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (httpx.Response(500, text="oh no"), "answered 500"),
        (httpx.Response(403, json={"error": {"code": "forbidden"}}), "answered 403"),
        (httpx.Response(200, text="<html>"), "unknown shape"),
        (httpx.Response(200, json={"other": 1}), "unknown shape"),
        (httpx.ConnectError("refused"), "did not answer"),
        (httpx.ReadTimeout("slow"), "did not answer within"),
    ],
)
async def test_a_vendor_that_does_not_say_is_no_evidence(
    vendors: Vendors, check: object, answer: httpx.Response | Exception, said: str
) -> None:
    """One sentence that names the vendor; never a traceback, never a pass."""
    with respx.mock:
        respx.route().mock(side_effect=[answer] * 9)
        async with httpx.AsyncClient() as client:
            case = Case(vendors.target, client, vendors.env, 1e9)
            with pytest.raises(EvidenceError, match=said):
                await finding(case, check)  # type: ignore[arg-type]
            await case.close()


async def test_a_missing_token_is_named(vendors: Vendors) -> None:
    """The variable, not its value."""
    vendors.env = {}
    async with vendors.answering() as case:
        with pytest.raises(EvidenceError, match="VERCEL is not set"):
            await finding(case, identity.CHECK)
