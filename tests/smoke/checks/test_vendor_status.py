"""The vendors' own status pages."""

from __future__ import annotations

import pytest

from reports.verdict import Outcome
from smoke.checks import vendor_status
from tests.smoke.vendors import Vendors, finding

pytestmark = pytest.mark.anyio


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
