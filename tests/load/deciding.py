"""What a test of a real load may conclude: on a machine too busy to send it, nothing at all."""

from __future__ import annotations

import re

import pytest

from reports.verdict import Result, Verdict

_OF_THE_MACHINE = re.compile(
    r"requests too late: this was another load|a second were served, not|too little to tell"
    r"|lets requests wait for more|too slow for this load"
)


def decided(verdict: Verdict) -> Verdict:
    """The verdict, where there is one; a load that the machine could not send skips the test.

    Every other reason for being inconclusive is a finding, and the test's own assertion fails on it.
    """
    told = "; ".join(reason.message for reason in verdict.reasons)
    if verdict.verdict is Result.INCONCLUSIVE and _OF_THE_MACHINE.search(told):
        pytest.skip(f"this machine is too busy: {told}")
    return verdict
