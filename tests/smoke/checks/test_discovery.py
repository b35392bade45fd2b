"""All checks: how they are found, and what they say of a vendor that does not."""

from __future__ import annotations

import httpx
import pytest
import respx

from fixtures.target import Target
from smoke.check import Case
from smoke.checks import identity
from smoke.checks.catalogue import discover
from smoke.evidence.reading import EvidenceError
from smoke.evidence_run import EvidenceRun
from tests.smoke.vendors import GOOD, Vendors, finding

pytestmark = pytest.mark.anyio


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


@pytest.mark.parametrize(("commit", "checks"), [("", ["log-errors"]), (GOOD, ["identity", "log-errors"])])
async def test_an_expected_commit_is_proven_whatever_is_asked_for(
    vendors: Vendors, commit: str, checks: list[str]
) -> None:
    """A part of the gate proves it too."""
    run = EvidenceRun(
        vendors.target, {}, 0.0, expect_commit=commit, selects=lambda check: check == "log-errors"
    )
    await run.close()

    assert [check.id for check in run.checks("not begun")] == checks


async def test_a_missing_token_is_named(vendors: Vendors) -> None:
    """The variable, not its value."""
    vendors.env = {}
    async with vendors.answering() as case:
        with pytest.raises(EvidenceError, match="VERCEL is not set"):
            await finding(case, identity.CHECK)
