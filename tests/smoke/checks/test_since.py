"""Evidence from a moment on: what a fix ended that no deployment brought is over."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fixtures.errors import SetupError
from reports.verdict import Outcome
from smoke.check import EvidenceCheck
from smoke.checks import error_rate, log_errors, new_issues
from smoke.command import moment_of
from tests.smoke.vendors import TYPE_ERROR, Vendors, finding

pytestmark = pytest.mark.anyio

CHECKS = [error_rate.CHECK, log_errors.CHECK, new_issues.CHECK]


async def found(vendors: Vendors, check: EvidenceCheck, *, error_ago_s: float) -> Outcome:
    """What a check comes to with errors so long ago, and good requests since."""
    async with vendors.answering() as case:
        vendors.request(500, TYPE_ERROR, ago_s=error_ago_s)
        vendors.errors(20, ago_s=error_ago_s)
        vendors.request(200)
        vendors.transactions(60)
        return (await finding(case, check)).outcome


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
@pytest.mark.parametrize(
    ("since_s", "error_ago_s", "outcome"),
    [
        (None, 30, Outcome.FAIL),
        (20, 30, Outcome.PASS),
        (20, 10, Outcome.FAIL),
        (3600, 30, Outcome.FAIL),
        (3600, 90, Outcome.PASS),
    ],
)
async def test_what_was_before_it_does_not_count(
    vendors: Vendors, check: EvidenceCheck, since_s: float | None, error_ago_s: float, outcome: Outcome
) -> None:
    """Nor does what was before the deployment, live for a minute, where that is the later one."""
    if since_s is not None:
        vendors.since = datetime.now(UTC) - timedelta(seconds=since_s)

    assert await found(vendors, check, error_ago_s=error_ago_s) is outcome


@pytest.mark.parametrize("text", ["yesterday", "2026-01-31T12:08:00"])
def test_a_moment_without_its_zone_is_refused(text: str) -> None:
    """Whose noon would it be?"""
    with pytest.raises(SetupError, match=r"2026-01-31T12:08:00Z"):
        moment_of(text)
