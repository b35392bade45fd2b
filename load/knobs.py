"""The runbook's own knobs, set in the embedded world through its own control."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from fixtures.deployment import Source
from fixtures.errors import SetupError

if TYPE_CHECKING:
    from fixtures.world import World

POOL_SIZE, TIMEOUT, LIMIT, WHITELIST, BUILD = (
    "DB_POOL_SIZE",
    "DB_TIMEOUT_MS",
    "RATE_LIMIT_PERSIST_LOGIN",
    "WHITELIST_IPS",
    "BUILD",
)
STABLE = "stable"
# What Postry has before anybody turns anything.
DEFAULTS: Mapping[str, str] = {
    POOL_SIZE: "15",
    TIMEOUT: "5000",
    LIMIT: "10",
    WHITELIST: "",
    BUILD: STABLE,
}
_DRAIN_S = 30.0
_POLL_S = 0.02


def parse(options: Mapping[str, Iterable[str]]) -> dict[str, dict[str, str]]:
    """``KEY=VALUE``s as a table for each option. Raises `SetupError` with all that is wrong."""
    found: dict[str, dict[str, str]] = {option: {} for option in options}
    wrong = []
    for option, setting in ((option, setting) for option, given in options.items() for setting in given):
        key, equals, value = setting.partition("=")
        if not equals or key not in DEFAULTS:
            wrong.append(f"{option} {setting!r}: expected KEY=VALUE with one of {', '.join(DEFAULTS)}")
        elif key == BUILD and value not in builds():
            wrong.append(f"{option} {setting!r}: expected one of {', '.join(sorted(builds()))}")
        elif key not in {WHITELIST, BUILD} and not (
            value.isascii() and value.isdigit() and 0 < int(value) <= 10**6
        ):
            wrong.append(f"{option} {setting!r}: expected a whole number above 0")
        else:
            found[option][key] = value
    if wrong:
        raise SetupError("\n".join(wrong))
    return found


def builds() -> Mapping[str, Source]:
    """What can be deployed in the world: the stable build, or one with a fault in its code."""
    from fixtures.faults.bad_build import BadBuild
    from fixtures.faults.catalogue import discover
    from fixtures.postry.app import Postry
    from fixtures.world import HISTORY

    bad = {fault.id: fault.source for fault in discover().values() if isinstance(fault, BadBuild)}
    return {STABLE: Source(*HISTORY[-1], Postry), **bad}


def turn(world: World, settings: Mapping[str, str], *, deploy: bool = True) -> None:
    """Set every knob, the rest to its default; returns when it is in effect and the pool's queue is empty.

    Variables of the environment take a deployment, as on the platform; without one they change nothing, nor
    does another build.
    """
    wanted = {**DEFAULTS, **settings}
    world.call(world.pooler.resize(int(wanted.pop(POOL_SIZE))))
    build = builds()[wanted.pop(BUILD)]
    world.vercel.env.update(wanted)
    if deploy:
        world.call(world.vercel.push(build))
    deadline = time.monotonic() + _DRAIN_S
    while world.pooler.waiting and time.monotonic() < deadline:
        time.sleep(_POLL_S)  # an earlier load's requests, which its end left waiting
