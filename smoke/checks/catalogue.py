"""Every check of the evidence that stands beside this file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from fixtures import discovery
from smoke import checks
from smoke.check import EvidenceCheck


class _Module(Protocol):
    CHECK: EvidenceCheck


def discover() -> Sequence[EvidenceCheck]:
    """In the order of their files."""
    return [module.CHECK for module in discovery.discover(checks, _Module).values()]
