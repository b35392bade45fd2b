"""What the tests of the checks share."""

from __future__ import annotations

import pytest

from tests.smoke.vendors import Vendors


@pytest.fixture
def vendors() -> Vendors:
    """Live for a minute."""
    return Vendors()
