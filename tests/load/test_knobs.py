"""The runbook's knobs as options."""

from __future__ import annotations

import pytest

from fixtures.errors import SetupError
from load import knobs


def test_they_are_read_as_they_are_set() -> None:
    """An empty whitelist is one."""
    assert knobs.parse({"--before": [], "--after": ["DB_POOL_SIZE=30", "WHITELIST_IPS="]}) == {
        "--before": {},
        "--after": {"DB_POOL_SIZE": "30", "WHITELIST_IPS": ""},
    }


def test_all_mistakes_are_told_at_once() -> None:
    """With the option, the value and what was expected."""
    with pytest.raises(SetupError) as told:
        knobs.parse(
            {"--before": ["POOL=3", "DB_POOL_SIZE=many"], "--after": ["DB_TIMEOUT_MS=0", "x", "BUILD=mine"]}
        )

    lines = str(told.value).splitlines()
    assert len(lines) == 5
    assert "--before 'POOL=3': expected KEY=VALUE with one of DB_POOL_SIZE" in lines[0]
    assert "'DB_POOL_SIZE=many': expected a whole number above 0" in lines[1]
    assert "BUILD=mine': expected one of bad-deploy, dashboard-500, " in lines[4]
