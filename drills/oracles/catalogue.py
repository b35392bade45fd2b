"""Every oracle that stands beside this file."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Protocol, get_args

from drills import oracles
from drills.oracle import Evidence, Finding, Oracle
from drills.runbook import PhaseId
from fixtures import discovery

_ORDER = ("run", *get_args(PhaseId), "whole")


class _Module(Protocol):
    TITLE: str
    REF: str
    PHASE: str

    @staticmethod
    def judge(evidence: Evidence, /) -> Finding: ...


@functools.cache
def discover() -> Sequence[Oracle]:
    """In the order of the phases."""
    found = [
        Oracle(
            id=name.replace("_", "-"),
            title=module.TITLE,
            ref=module.REF,
            phase=module.PHASE,
            judge=module.judge,
            needed_by_all=getattr(module, "NEEDED_BY_ALL", False),
        )
        for name, module in discovery.discover(oracles, _Module).items()
    ]
    return tuple(sorted(found, key=lambda oracle: (_ORDER.index(oracle.phase), oracle.id)))
