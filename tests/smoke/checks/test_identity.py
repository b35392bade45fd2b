"""Which deployment is judged."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from reports.verdict import Outcome
from smoke.check import Case
from smoke.checks import identity
from smoke.evidence.reading import EvidenceError
from tests.smoke.vendors import BAD, GOOD, Vendors, finding

pytestmark = pytest.mark.anyio


async def test_the_deployment_is_known_by_its_alias(vendors: Vendors) -> None:
    """Its id, its commit, and since when the address leads to it."""
    async with vendors.answering() as case:
        found = await finding(case, identity.CHECK)

        assert found.outcome is Outcome.PASS, found.message
        assert case.live_at_start == case.live_at_end
        assert case.live_at_start is not None
        assert case.live_at_start.deployment_id == vendors.vercel.production.id
        assert case.live_at_start.commit == GOOD
        assert round(case.live_at_start.since.timestamp() * 1000) == vendors.vercel.serving.since_ms


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


@pytest.mark.parametrize("expected", ["", GOOD, BAD])
async def test_an_alias_that_moves_meanwhile_is_inconclusive(vendors: Vendors, expected: str) -> None:
    """Half of what was seen is about another deployment, whichever was to be live."""
    async with vendors.answering() as case:
        case.expect_commit = expected
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


@pytest.mark.parametrize(
    ("expected", "outcome"),
    [
        (GOOD, Outcome.PASS),
        (GOOD.upper() + "0123", Outcome.PASS),
        (BAD, Outcome.FAIL),
        (GOOD[:6], Outcome.FAIL),
    ],
)
async def test_the_commit_that_was_to_be_live_is(vendors: Vendors, expected: str, outcome: Outcome) -> None:
    """Seven characters or more tell one; another one is told with both."""
    async with vendors.answering() as case:
        case.expect_commit = expected
        found = await finding(case, identity.CHECK)

    assert found.outcome is outcome, found.message
    assert outcome is Outcome.PASS or (GOOD in found.message and expected in found.message)


async def test_a_commit_that_nobody_knows_is_no_other_one(vendors: Vendors) -> None:
    """Nor is it the expected one."""
    async with vendors.answering() as case:
        case.expect_commit = GOOD
        production = vendors.vercel.production
        production.source = replace(production.source, commit="")
        found = await finding(case, identity.CHECK)

    assert found.outcome is Outcome.INCONCLUSIVE, found.message


async def test_an_expected_commit_needs_somebody_who_knows_it(vendors: Vendors) -> None:
    """Without Vercel it is never taken for the right one."""
    vendors.target = vendors.target.model_copy(update={"vercel": None})
    async with vendors.answering() as case:
        case.expect_commit = GOOD
        with pytest.raises(EvidenceError, match=f"whether commit {GOOD} is live is not known: Vercel is not"):
            await finding(case, identity.CHECK)
