"""The inside of the wall: takes rooms from the kernel, furnishes them, and starts one command there.

A program of its own, since whoever asks has threads: ``python wall_inside.py PLAN COMMAND …``. It is the
first process in there, so that the kernel ends all others with it, and it ends with whoever started it.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

# Linux' own numbers: <sched.h>, <sys/mount.h>, <sys/prctl.h>, <linux/mount.h>.
_NEW_MOUNTS, _NEW_IPC, _NEW_USER, _NEW_PIDS = 0x20000, 0x8000000, 0x10000000, 0x20000000
_RDONLY, _NOSUID, _NODEV, _NOEXEC, _BIND, _MOVE, _REC, _PRIVATE = 1, 2, 4, 8, 4096, 8192, 16384, 1 << 18
_PDEATHSIG, _CAPBSET_DROP, _NO_NEW_PRIVS = 1, 24, 38
_MOUNT_SETATTR, _AT_FDCWD, _AT_RECURSIVE = 442, -100, 0x8000
# What each kind of place may not be used for, whatever it may be where it comes from.
_BARRED = {"read": _RDONLY | _NOSUID | _NODEV, "write": _NOSUID | _NODEV | _NOEXEC, "device": _NOSUID}
_TEMPORARY = b"size=64m,mode=1777"
_C = ctypes.CDLL(None, use_errno=True)


class _Attributes(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("set", "clear", "propagation", "user_namespace")]


def main() -> NoReturn:
    """Ends as the command does; with 125 and the reason where there can be no wall."""
    plan, command = json.loads(sys.argv[1]), sys.argv[2:]
    try:
        _leave()
        _follow(os.fork())
        _ask("prctl", _C.prctl(_PDEATHSIG, signal.SIGKILL))
        _furnish(Path(plan["root"]), plan["places"])
        os.chdir(plan["folder"])
        _follow(os.fork())
        _give_up_rights()
        os.execve(command[0], command, os.environ)  # noqa: S606
    except OSError as error:
        sys.stderr.write(f"{error.strerror}: {error.filename}\n")
        os._exit(125)


def _leave() -> None:
    user, group = os.geteuid(), os.getegid()
    _ask("namespaces", _C.unshare(_NEW_MOUNTS | _NEW_IPC | _NEW_PIDS | (_NEW_USER if user else 0)))
    if user:
        Path("/proc/self/setgroups").write_text("deny", encoding="ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", encoding="ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", encoding="ascii")


def _follow(child: int) -> None:
    """In the parent: wait for it, burying others, and end as it does."""
    while child:
        ended, status = os.wait()
        if ended == child:
            code = os.waitstatus_to_exitcode(status)
            os._exit(code if code >= 0 else 128 - code)


def _furnish(root: Path, places: list[list[str]]) -> None:
    _mount(None, Path("/"), None, _REC | _PRIVATE)
    _mount("tmpfs", root, "tmpfs", _NOSUID | _NODEV, b"mode=755")
    for name in ("tmp", "proc"):
        (root / name).mkdir()
    _mount("tmpfs", root / "tmp", "tmpfs", _NOSUID | _NODEV | _NOEXEC, _TEMPORARY)
    _mount("proc", root / "proc", "proc", _RDONLY | _NOSUID | _NODEV | _NOEXEC)
    for kind, path, what in places:
        place = root / path.lstrip("/")
        place.parent.mkdir(parents=True, exist_ok=True)
        if kind == "link":
            place.symlink_to(what)
        elif kind == "text":
            place.write_text(what, encoding="utf-8")
        else:
            _bind(Path(path), place, _BARRED[kind])
    _bar(root, _RDONLY, 0)
    # What was the root before lies below the new one, out of reach without rights.
    os.chdir(root)
    _mount(str(root), Path("/"), None, _MOVE)
    os.chroot(".")


def _bind(source: Path, place: Path, barred: int) -> None:
    if source.is_dir():
        place.mkdir(exist_ok=True)
    elif not place.exists():
        place.touch()
    _mount(str(source), place, None, _BIND | _REC)
    _bar(place, barred, _AT_RECURSIVE)


def _bar(place: Path, barred: int, how_far: int) -> None:
    attributes = _Attributes(set=barred)
    size = ctypes.sizeof(attributes)
    arguments = (_AT_FDCWD, os.fsencode(place), how_far, ctypes.byref(attributes), ctypes.c_size_t(size))
    _ask(str(place), _C.syscall(_MOUNT_SETATTR, *arguments))


def _mount(what: str | None, where: Path, kind: str | None, flags: int, data: bytes | None = None) -> None:
    source, of = (None if each is None else os.fsencode(each) for each in (what, kind))
    _ask(f"mount {where}", _C.mount(source, os.fsencode(where), of, ctypes.c_ulong(flags), data))


def _give_up_rights() -> None:
    """Root's, too: with none left to inherit, and none to be had by starting a program."""
    right = 0
    while _C.prctl(_CAPBSET_DROP, right, 0, 0, 0) == 0:
        right += 1
    _ask("rights", _C.prctl(_NO_NEW_PRIVS, 1, 0, 0, 0))


def _ask(what: str, answer: int) -> None:
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), what)


if __name__ == "__main__":
    main()
