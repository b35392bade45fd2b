"""Gates of one smoke user take turns: a logout in one's journeys would end the other's session."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import hashlib
import socket
from collections.abc import AsyncIterator, Callable

from fixtures.origin import origin
from fixtures.target import Target

_POLL_S = 0.1


@contextlib.asynccontextmanager
async def turn_of(target: Target, tell: Callable[[str], None]) -> AsyncIterator[None]:
    """Wait until no other gate is at work with this target's smoke user; ``tell`` hears of it, once.

    The turn is a name that only one process can have, whoever runs it; one that is killed gives it back.
    """
    name, told = _name_of(target), False
    # A name of the kernel's, not a file: nothing is left of it.
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as turn:
        while not _has(turn, name):
            if not told:
                tell("waiting: another gate is at work with the same smoke user")
            told = True
            await asyncio.sleep(_POLL_S)
        yield


def _name_of(target: Target) -> str:
    assert target.login is not None
    whose = target.supabase.url if target.supabase else target.url
    return hashlib.sha256(f"{origin(whose)} {target.login.email}".encode()).hexdigest()


def _has(turn: socket.socket, name: str) -> bool:
    try:
        turn.bind(f"\0firedrill-gate-{name}")
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        return False
    return True
