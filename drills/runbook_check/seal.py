"""The seal: a network of our own, with a loopback and no way out, for the world and whatever runs in it.

The command starts itself again inside (Linux's network namespaces, by util-linux' ``unshare``). Without the
rights of root it takes a user namespace as well, which some machines do not allow; then there is no seal, and
the report says so.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import struct
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from fixtures import child

# Names the network in which the command was typed.
VARIABLE = "FIREDRILL_SEALED_FROM"
_NETWORK = Path("/proc/self/ns/net")
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 0x1
# An address that nobody has (RFC 5737); a datagram socket that is led there sends nothing.
_NOWHERE = ("192.0.2.1", 9)
_WITHIN_S = 10


class Seal(NamedTuple):
    """Whether commands can reach nothing but the world, and how that is, or why it is not."""

    enforced: bool
    told: str


def enter(arguments: Sequence[str]) -> Seal:
    """Start ``firedrill`` with these arguments again, sealed; comes back where that is done or cannot be."""
    typed_in = os.environ.pop(VARIABLE, None)
    if typed_in is not None:
        return _look(typed_in)
    command = _unshare()
    if isinstance(command, list):
        again = [*command, *child.python("firedrill", *arguments)]
        os.execve(command[0], again, {**os.environ, VARIABLE: _network()})  # noqa: S606
    return Seal(False, command)


def _look(typed_in: str) -> Seal:
    """By what is so, not by what was tried."""
    if _network() == typed_in:
        return Seal(False, "no network of its own was made")
    _raise_loopback()
    if _leads_out():
        return Seal(False, "the network that was made leads out")
    return Seal(True, "world and commands share a network of their own without a way out")


def _unshare() -> list[str] | str:
    """How a program gets a network of its own here; or why it cannot have one."""
    program = shutil.which("unshare")
    if program is None or not _NETWORK.exists():
        return "this system has no network namespaces (Linux with util-linux' unshare has)"
    as_user = [] if os.geteuid() == 0 else ["--user", "--map-current-user", "--keep-caps"]
    command = [program, *as_user, "--net"]
    tried = subprocess.run(
        [*command, "true"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=_WITHIN_S,
        check=False,
    )
    return command if tried.returncode == 0 else f"this machine allows none: {tried.stderr.strip()}"


def _network() -> str:
    return str(_NETWORK.stat().st_ino)


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        flags = struct.unpack("16sh14x", fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | _IFF_UP))


def _leads_out() -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        return any_socket.connect_ex(_NOWHERE) == 0
