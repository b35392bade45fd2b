"""How ways are found: each module of `drills.ways` with ``taken``; no registry to edit."""

from __future__ import annotations

import functools
import importlib
import pkgutil
from collections.abc import Callable, Iterable, Mapping

from drills import ways
from drills.case import Case
from drills.ways.way import Taken
from reports.journal import Event

_FRAME = frozenset({"catalogue", "way"})


@functools.cache
def discover() -> Mapping[str, Callable[[Case], Iterable[Event]]]:
    """Every way by its name."""
    names = [info.name for info in pkgutil.iter_modules(ways.__path__) if info.name not in _FRAME]
    return {
        name.replace("_", "-"): importlib.import_module(f"{ways.__name__}.{name}").taken for name in names
    }


def taken(case: Case) -> list[Taken]:
    """Every way that was taken, in order."""
    found = [Taken(way, event) for way, find in discover().items() for event in find(case)]
    return sorted(found, key=lambda taken: taken.event.mono_s)
