"""How ways are found: each module of `drills.ways` with ``taken``; no registry to edit."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from drills import ways
from drills.case import Case
from drills.ways.way import Taken
from fixtures import discovery
from reports.journal import Event


class _Module(Protocol):
    @staticmethod
    def taken(case: Case, /) -> Iterable[Event]: ...


def discover() -> Mapping[str, Callable[[Case], Iterable[Event]]]:
    """Every way by its name."""
    return {name: module.taken for name, module in _modules().items()}


def parts_of(way: str) -> frozenset[str]:
    """The ways that are no detours on this one, since it leads through them: what its module calls PARTS."""
    return frozenset(getattr(_modules()[way], "PARTS", ()))


def kind_of(way: str) -> str | None:
    """The more general way that this one is a special case of: what its module calls KIND_OF."""
    general: str | None = getattr(_modules()[way], "KIND_OF", None)
    return general


def all_taken(case: Case) -> list[Taken]:
    """Every way that was taken, in order.

    Where one is a special case of another, its event is told once: as the special one if the scenario names
    that, else as the general one.
    """
    named = {*case.scenario.accepted, *(wrong.way for wrong in case.scenario.wrong)}
    found = [
        Taken(way, event)
        for way, find in discover().items()
        if kind_of(way) is None or way in named
        for event in find(case)
    ]
    told = {(kind_of(taken.way), taken.event.seq) for taken in found}
    once = [taken for taken in found if (taken.way, taken.event.seq) not in told]
    return sorted(once, key=lambda taken: taken.event.mono_s)


@functools.cache
def _modules() -> Mapping[str, _Module]:
    found = discovery.discover(ways, _Module)
    return {name.replace("_", "-"): module for name, module in found.items()}
