"""Waiting until the deployment is there to be judged."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Mapping
from dataclasses import replace

import pytest

from fixtures.deployment import Deployment
from fixtures.target import Budgets, Target
from reports.verdict import Check, Outcome
from smoke.access import ready
from smoke.access.reach import Answer
from smoke.check import Case
from tests.smoke.stub import Page, Stub
from tests.smoke.vendors import BAD, GOOD, Vendors

pytestmark = pytest.mark.anyio


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pauses that a test can wait for."""
    monkeypatch.setattr(ready, "_FIRST_PAUSE_S", 0.01)
    monkeypatch.setattr(ready, "_LONGEST_PAUSE_S", 0.01)


@pytest.fixture
def vendors() -> Vendors:
    """Their deployment is at the address that is asked for."""
    return Vendors()


async def waited(case: Case, within_s: float, heard: list[str] | None = None) -> Check:
    """What the wait came to; what it says on the way goes to ``heard``."""
    case.target = case.target.model_copy(update={"budgets": Budgets(ready_s=within_s)})
    check, _ = await ready.wait_until_ready(case, {}, (heard if heard is not None else []).append)
    return check


def at(vendors: Vendors, url: str) -> None:
    """Let the target answer here, where it is what is production."""
    vendors.target = vendors.target.model_copy(update={"url": url})


async def test_a_deployment_that_is_ready_is_asked_once(vendors: Vendors) -> None:
    """And the site too."""
    with Stub({"/": Page()}) as site:
        at(vendors, site.url)
        async with vendors.answering() as case:
            check = await waited(case, 10)

    assert check.outcome is Outcome.PASS, check.message
    assert len(site.seen) == 1


async def test_a_build_is_waited_for(vendors: Vendors) -> None:
    """And it is told what is waited for, once for each state."""
    states = iter(["BUILDING"])

    class Building(list[str]):
        def append(self, line: str) -> None:
            super().append(line)
            vendors.vercel.production.state = next(states, "READY")

    heard = Building()
    with Stub({"/": Page()}) as site:
        at(vendors, site.url)
        async with vendors.answering() as case:
            vendors.vercel.production.state = "QUEUED"
            check = await waited(case, 10, heard)

    assert check.outcome is Outcome.PASS, check.message
    assert ["QUEUED" in heard[0], "BUILDING" in heard[1]] == [True, True]


@pytest.mark.parametrize("state", ["ERROR", "CANCELED"])
async def test_a_build_that_failed_is_not_waited_for(vendors: Vendors, state: str) -> None:
    """Its own words are told."""
    begun = time.monotonic()
    async with vendors.answering() as case:
        production: Deployment = vendors.vercel.production
        production.state, production.error = state, "Command failed"
        at(vendors, "http://127.0.0.1:9")
        case.target = vendors.target
        check = await waited(case, 30)

    assert time.monotonic() - begun < 20
    assert check.outcome is Outcome.FAIL
    assert f"is {state}" in check.message
    assert check.attempts[0].error_class == "deployment"


async def test_a_build_that_takes_too_long_is_inconclusive(vendors: Vendors) -> None:
    """When the time for it is over: of the site itself nothing was seen."""
    at(vendors, "http://127.0.0.1:9")
    async with vendors.answering() as case:
        vendors.vercel.production.state = "BUILDING"
        check = await waited(case, 0.05)

    assert check.outcome is Outcome.INCONCLUSIVE
    assert "is BUILDING, after 0.05 s" in check.message


async def test_the_expected_commit_is_waited_for(vendors: Vendors) -> None:
    """The alias moves a moment later."""
    with Stub({"/": Page()}) as site:
        at(vendors, site.url)
        async with vendors.answering() as case:
            case.expect_commit = BAD
            heard: list[str] = []
            refused = await waited(case, 0.05, heard)
            waiting = asyncio.create_task(waited(case, 30))
            await asyncio.sleep(0)
            await vendors.vercel.set_production(vendors.older, "promote")
            came = await waiting

    assert refused.outcome is Outcome.FAIL
    assert refused.attempts[0].error_class == "commit"
    assert f"commit {GOOD}, expected {BAD}" in heard[0]
    assert came.outcome is Outcome.PASS, came.message


async def test_a_site_that_comes_up_is_waited_for() -> None:
    """A port that nobody listens on yet, then a gateway with nobody behind it, then the site."""
    vendors = Vendors()
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    site = Stub({"/": Page(status=503)}, port=port)

    class Starting(list[str]):
        def append(self, line: str) -> None:
            super().append(line)
            if "refused" in line:
                site.__enter__()

    heard = Starting()
    vendors.target = vendors.target.model_copy(update={"url": f"http://127.0.0.1:{port}", "vercel": None})
    async with vendors.answering() as case:
        try:
            unavailable = await waited(case, 0.5, heard)
            site.pages["/"] = Page()
            check = await waited(case, 5)
        finally:
            site.__exit__(None, None, None)

    assert ["refused" in heard[0], "HTTP 503" in heard[1]] == [True, True]
    assert unavailable.outcome is Outcome.FAIL, "a steady 503 is no site that can be visited"
    assert len(site.seen) > 2
    assert check.outcome is Outcome.PASS
    assert check.message.endswith("(HTTP 200)")


async def test_a_blip_that_the_wait_bridged_is_told(vendors: Vendors) -> None:
    """As flaky, with both answers: what that counts as is for the target to say."""
    vendors.target = vendors.target.model_copy(update={"vercel": None})
    with Stub({"/": Page(status=503, then=Page())}) as site:
        vendors.target = vendors.target.model_copy(update={"url": site.url})
        async with vendors.answering() as case:
            check = await waited(case, 5)

    assert check.outcome is Outcome.FLAKY
    assert [attempt.error_class for attempt in check.attempts] == ["gateway", None]
    assert "(HTTP 503)" in check.message


async def test_a_vendor_that_does_not_say_keeps_nobody_waiting(vendors: Vendors) -> None:
    """The site is judged all the same; its identity is another check's."""
    vendors.env["VERCEL"] = "revoked"
    with Stub({"/": Page()}) as site:
        at(vendors, site.url)
        async with vendors.answering() as case:
            check = await waited(case, 10)

    assert check.outcome is Outcome.PASS
    assert "the deployment's state is not known: Vercel answered 403" in check.message


async def test_a_commit_that_nobody_knows_is_no_other_one(vendors: Vendors) -> None:
    """Built by hand, without a repository: nothing is proven either way."""
    at(vendors, "http://127.0.0.1:9")
    async with vendors.answering() as case:
        case.expect_commit = GOOD
        production = vendors.vercel.production
        production.source = replace(production.source, commit="")
        check = await waited(case, 0)

    assert check.outcome is Outcome.INCONCLUSIVE
    assert f"commit unknown, expected {GOOD}" in check.message


async def test_without_patience_everything_is_asked_once() -> None:
    """And nothing is waited for."""
    vendors = Vendors()
    with Stub({"/": Page(status=503)}) as site:
        vendors.target = vendors.target.model_copy(update={"url": site.url, "vercel": None})
        async with vendors.answering() as case:
            heard: list[str] = []
            check = await waited(case, 0, heard)

    assert check.message.endswith("(HTTP 503)")
    assert (len(site.seen), heard) == (1, [])


NO_NAME = Answer(Outcome.INCONCLUSIVE, "name-server", "the name does not resolve", may_pass=True)
WELL = Answer(Outcome.PASS, None, "it answers")


@pytest.mark.parametrize(
    ("blip_s", "asked", "outcome"), [(5.0, 3, Outcome.PASS), (0.0, 1, Outcome.INCONCLUSIVE)]
)
async def test_a_blip_of_names_is_waited_for_and_no_more(
    monkeypatch: pytest.MonkeyPatch, vendors: Vendors, blip_s: float, asked: int, outcome: Outcome
) -> None:
    """A machine without a network would else use up the whole time."""
    answers = [NO_NAME, NO_NAME, WELL]
    seen: list[Answer] = []

    async def ask(_: Target, __: Mapping[str, str]) -> Answer:
        seen.append(answers[len(seen)])
        return seen[-1]

    monkeypatch.setattr(ready, "ask", ask)
    monkeypatch.setattr(ready, "_BLIP_S", blip_s)
    async with vendors.answering() as case:
        check = await waited(case, 30)

    assert (len(seen), check.outcome) == (asked, outcome)
