"""The inside of the fence: takes back every right to files but the listed ones, and becomes one command.

For machines that give no rooms of their own (`wall_inside`) but have Landlock, which needs no rights:
``python fence_inside.py PLAN COMMAND …``.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import signal
import sys
from typing import NoReturn

# Linux' own numbers: <asm-generic/unistd.h>, <linux/landlock.h>, <sys/prctl.h>.
_CREATE, _ADD, _RESTRICT, _ASK_VERSION, _BENEATH = 444, 445, 446, 1, 1
_PDEATHSIG, _NO_NEW_PRIVS = 1, 38
_EXECUTE, _WRITE, _READ, _LIST, _TRUNCATE, _IOCTL = 1 << 0, 1 << 1, 1 << 2, 1 << 3, 1 << 14, 1 << 15
_CHANGE = 0b11_1111_1111_0000  # to remove, to make anything, to move it to another folder
# How many rights each version knows, and since which one sockets without a file and signals are kept in.
_RIGHTS = (0, 13, 14, 15, 15, 16)
_SCOPED_SINCE, _SCOPED = 6, 0b11
_OF_A_FILE = _EXECUTE | _WRITE | _READ | _TRUNCATE | _IOCTL
_ALLOWED = {
    "text": _READ,
    "read": _EXECUTE | _READ | _LIST,
    "write": _READ | _LIST | _WRITE | _TRUNCATE | _CHANGE,
    "device": _READ | _WRITE | _IOCTL,
}
_C = ctypes.CDLL(None, use_errno=True)


class _Rules(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("files", "network", "scoped")]


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = [("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32)]


def main() -> NoReturn:
    """Ends as the command does; with 125 and the reason where there can be no fence."""
    plan, command = json.loads(sys.argv[1]), sys.argv[2:]
    try:
        os.chdir(plan["folder"])
        _enclose(plan["places"])
        _ask("prctl", _C.prctl(_PDEATHSIG, signal.SIGKILL))
        os.execve(command[0], command, os.environ)  # noqa: S606
    except OSError as error:
        sys.stderr.write(f"{error.strerror}: {error.filename}\n")
        os._exit(125)


def _enclose(places: list[list[str]]) -> None:
    version = _ask("Landlock", _C.syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION))
    known = (1 << _RIGHTS[min(version, len(_RIGHTS) - 1)]) - 1
    rules = _Rules(files=known, scoped=_SCOPED if version >= _SCOPED_SINCE else 0)
    size = ctypes.sizeof(rules) if version >= _SCOPED_SINCE else ctypes.sizeof(ctypes.c_uint64)
    fence = _ask("Landlock", _C.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), 0))
    for kind, path, _ in places:
        with contextlib.suppress(FileNotFoundError):
            if kind in _ALLOWED:
                _allow(fence, path, _ALLOWED[kind] & known)
    _ask("rights", _C.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0))
    _ask("Landlock", _C.syscall(_RESTRICT, fence, 0))
    os.close(fence)


def _allow(fence: int, path: str, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):
            rights &= _OF_A_FILE
        beneath = _Beneath(allowed=rights, parent=place)
        _ask(path, _C.syscall(_ADD, fence, _BENEATH, ctypes.byref(beneath), 0))
    finally:
        os.close(place)


def _ask(what: str, answer: int) -> int:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)
    return answer


if __name__ == "__main__":
    main()
