"""No new error-level issue in Sentry."""

from __future__ import annotations

import pytest

from reports.verdict import Outcome
from smoke.checks import new_issues
from tests.smoke.vendors import Vendors, finding, of_the_gate

pytestmark = pytest.mark.anyio


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


async def test_what_is_worse_than_an_error_is_one_too(vendors: Vendors) -> None:
    """A process that died."""
    async with vendors.answering() as case:
        vendors.errors(1, level="fatal")
        found = await finding(case, new_issues.CHECK)

    assert found.outcome is Outcome.FAIL


async def test_a_resolved_issue_or_a_warning_is_none(vendors: Vendors) -> None:
    """Unresolved, and of level error."""
    async with vendors.answering() as case:
        vendors.errors(1, "one")
        vendors.sentry.store.issues[0].status = "resolved"
        vendors.errors(1, "two")
        vendors.sentry.store.issues[1].level = "warning"
        found = await finding(case, new_issues.CHECK)

    assert found.outcome is Outcome.PASS, found.message


async def test_an_issue_that_the_gate_has_caused_is_one(vendors: Vendors) -> None:
    """Its visit is a visit."""
    async with vendors.answering() as case:
        vendors.errors(1, **of_the_gate())
        found = await finding(case, new_issues.CHECK)

    assert found.outcome is Outcome.FAIL


async def test_an_issue_of_another_environment_is_none(vendors: Vendors) -> None:
    """Where the target says which one it is."""
    vendors.configure("sentry", environment="production")
    async with vendors.answering() as case:
        vendors.errors(1, environment="preview")
        found = await finding(case, new_issues.CHECK)

    assert found.outcome is Outcome.PASS, found.message
