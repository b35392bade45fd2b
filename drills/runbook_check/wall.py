"""The wall: rooms of the kernel's (namespaces), with a command's tools and folders in them and nothing else.

What is not listed here is not there: no other program of this machine, no home, no process but its own, and
nothing that it could write to but its folders. A tool brings what it needs: its interpreter, its libraries,
the node_modules that it stands in.

Where the kernel gives no rooms but has Landlock, a fence does what it can: the same files and no others, but
sockets that are files, the names of other processes and the network are none of its business. So it makes no
command typed that would not be without it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path

from fixtures.owned_folder import OwnedFolder

_ROOMS, _FENCE = (Path(__file__).with_name(f"{name}_inside.py") for name in ("wall", "fence"))
_WITHIN_S = 10
_DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
_DESCRIPTORS = {"fd": "", "stdin": "/0", "stdout": "/1", "stderr": "/2"}
# How text and time are shown here, and what a library must read if it is there at all.
_CUSTOMS = (
    *("/etc/ssl/openssl.cnf", "/etc/nsswitch.conf"),
    *("/etc/localtime", "/etc/ld.so.cache", "/usr/lib/locale", "/usr/share/locale"),
    *("/usr/share/zoneinfo", "/usr/share/terminfo", "/usr/lib/terminfo"),
)
_SYSTEM = (Path("/"), Path("/usr"), Path("/usr/local"))
Place = tuple[str, str, str]


class Wall:
    """Around any number of commands with ``programs``; ``path`` is where those find their own helpers.

    ``stands`` is whether the kernel gives one; ``told`` says how that is, or why not and what stands instead.
    """

    def __init__(self, programs: Iterable[str], path: str) -> None:
        self._places = tuple(_furniture(programs, path)) if sys.platform == "linux" else ()
        why_not = self._try(_ROOMS) if self._places else "this system has none (Linux has)"
        self.stands = why_not == ""
        is_fenced = not self.stands and bool(self._places) and self._try(_FENCE) == ""
        self._inside = _ROOMS if self.stands else _FENCE if is_fenced else None
        instead = "; a fence (Landlock) keeps it from other programs and files" if is_fenced else ""
        self.told = (
            "a wall keeps what they start from this machine's programs, files and processes"
            if self.stands
            else f"no wall around what they start: {why_not}{instead}"
        )

    def around(
        self, command: Sequence[str], root: Path, folder: Path, *, read: Sequence[Path], write: Sequence[Path]
    ) -> list[str]:
        """The command that runs ``command`` behind the wall or the fence; itself where there is neither.

        ``root`` is an empty folder to build it on, ``folder`` where the command is typed. It may ``write`` to
        folders, though run nothing there, and ``read`` and run what is in others.
        """
        if self._inside is None:
            return list(command)
        own = [("write", str(each), "") for each in write] + [("read", str(each), "") for each in read]
        return self._command(self._inside, command, root, folder, own)

    def _command(
        self, inside: Path, command: Sequence[str], root: Path, folder: Path, own: Sequence[Place]
    ) -> list[str]:
        plan = {"root": str(root), "folder": str(folder), "places": [*self._places, *own]}
        return [sys.executable, "-I", "-S", str(inside), json.dumps(plan), *command]

    def _try(self, inside: Path) -> str:
        """By what is so: why it does not stand; empty where it does."""
        root = OwnedFolder("wall")
        try:
            command = self._command(inside, ["/bin/sh", "-c", ":"], root.path, Path("/"), ())
            tried = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=_WITHIN_S,
                check=False,
            )
        finally:
            root.remove()
        said = tried.stderr.strip().splitlines()
        return "" if tried.returncode == 0 else f"this machine allows none: {''.join(said[-1:])}"


def _furniture(programs: Iterable[str], path: str) -> Iterator[Place]:
    """All that is in there for every command, in the order in which it is put there."""
    user = f"user:x:{os.geteuid()}:{os.getegid()}::/:/bin/sh\n"
    yield from (("text", "/etc/passwd", user), ("text", "/etc/hosts", "127.0.0.1 localhost\n"))
    yield from (("device", f"/dev/{name}", "") for name in _DEVICES)
    yield from (("link", f"/dev/{name}", f"/proc/self/fd{rest}") for name, rest in _DESCRIPTORS.items())
    files, folders, links = _needs(programs, path)
    folders = {each for each in folders if not any(other in each.parents for other in folders)}
    yield from (("read", str(each), "") for each in sorted(folders))

    def is_there(place: Path) -> bool:
        return any(folder in (place, *place.parents) for folder in folders)

    yield from (("read", str(each), "") for each in sorted(files) if not is_there(each))
    yield from (("link", str(at), to) for at, to in sorted(links.items()) if not is_there(at))


def _needs(programs: Iterable[str], path: str) -> tuple[set[Path], set[Path], dict[Path, str]]:
    """The files, folders and links that programs are made of."""
    links: dict[Path, str] = {}
    files, folders = set[Path](), set[Path]()
    left = [Path(each) for each in ("/bin/sh", *programs)]
    while left:
        hops, real = _way(left.pop(), links)
        if real in files:
            continue
        files.add(real)
        folders.update(each for hop in hops for each in _beside(hop, real.name))
        left += (Path(each) for each in _interpreters(real, path))
    for each in _libraries(frozenset(filter(_is_compiled, files))):
        _, real = _way(each, links)
        files.add(real)
        folders.add(real.parent)
    for custom in filter(os.path.exists, _CUSTOMS):
        real = _way(Path(custom), links)[1]
        (folders if real.is_dir() else files).add(real)
    return files, folders, links


def _way(path: Path, links: dict[Path, str]) -> tuple[list[Path], Path]:
    """Follow ``path``: its names on the way, and the file itself; ``links`` gets each link."""
    hops, at, left = [path], Path("/"), list(path.parts[1:])
    while left:
        name = left.pop(0)
        at = at.parent if name == ".." else at / name
        if at.is_symlink():
            target = at.readlink()
            links[at] = str(target)
            left = [*target.parts[1 if target.is_absolute() else 0 :], *left]
            at = Path("/") if target.is_absolute() else at.parent
            hops.append(at.joinpath(*left))
    return hops, at


def _beside(program: Path, name: str) -> Iterator[Path]:
    """The folders that a program looks for its own parts in."""
    if "node_modules" in program.parts:
        yield Path(*program.parts[: program.parts.index("node_modules") + 1])
    home = program.parent.parent
    own = [home / "lib" / name, home / "share" / name] if home in _SYSTEM else [home / "lib"]
    if program.parent.name in {"bin", "sbin"}:
        yield from (each for each in own if each.is_dir())


def _interpreters(program: Path, path: str) -> list[str]:
    """Of a script: what its first line names, and what ``env`` there would find."""
    with program.open("rb") as file:
        first = file.readline(200).decode("utf-8", "replace")
    words = first[2:].split() if first.startswith("#!") else []
    named = [word for word in words[1:2] if Path(words[0]).name == "env"]
    found = (shutil.which(word, path=path) for word in named)
    return [*words[:1], *filter(None, found)]


@cache
def _libraries(programs: frozenset[Path]) -> set[Path]:
    """What the loader maps for them, itself included."""
    ldd = shutil.which("ldd")
    if ldd is None:
        return set()
    told = subprocess.run(
        [ldd, *map(str, sorted(programs))], capture_output=True, text=True, timeout=60, check=False
    )
    return {Path(found) for found in re.findall(r"(?:=>|^)\s+(/\S+) \(0x", told.stdout, re.MULTILINE)}


def _is_compiled(program: Path) -> bool:
    with program.open("rb") as file:
        return file.read(4) == b"\x7fELF"
