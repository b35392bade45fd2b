"""How mitigations are found: each module with ``carry_out``; no registry to edit."""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from drills.actions.wire import Wire
from drills.responders import mitigations
from drills.responders.diagnosis import Evidence
from fixtures import discovery

CarryOut = Callable[[Wire, Evidence], Awaitable[None]]


class _Module(Protocol):
    carry_out: CarryOut


@functools.cache
def discover() -> Mapping[str, CarryOut]:
    """Every mitigation by its name."""
    found = discovery.discover(mitigations, _Module)
    return {name.replace("_", "-"): module.carry_out for name, module in found.items()}
