"""How mitigations are found: each module with ``carry_out``; no registry to edit."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping

from drills.actions.wire import Wire
from drills.responders import mitigations
from drills.responders.diagnosis import Evidence

CarryOut = Callable[[Wire, Evidence], Awaitable[None]]


@functools.cache
def discover() -> Mapping[str, CarryOut]:
    """Every mitigation by its name."""
    names = [info.name for info in pkgutil.iter_modules(mitigations.__path__) if info.name != "catalogue"]
    return {
        name.replace("_", "-"): importlib.import_module(f"{mitigations.__name__}.{name}").carry_out
        for name in names
    }
